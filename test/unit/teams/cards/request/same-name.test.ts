import assert from 'node:assert/strict';
import type { Request } from '../../../../../src/requests/record/request.ts';
import { requestCard } from '../../../../../src/teams/cards/request/request-card.ts';
import { optionsFor } from '../../../../cards/card-cases.ts';
import { cardText } from '../../../../support/company/fake-teams.ts';
import { BUILT_AT, buildRequest } from '../../../../support/samples/build-request.ts';
import { anOid } from '../../../../support/samples/ids.ts';

const ALEX = { oid: anOid('a'), name: 'Alex Kim', principalName: 'alex.kim@harbourline.example' };
/** With a Cyrillic letter. */
const OTHER = { oid: anOid('b'), name: 'Al\u0435x Kim', principalName: 'alexk@harbourline.example' };

describe('the face of a card, of two people of one name', () => {
  const face = (request: Request, options = {}) =>
    cardText(requestCard(request, { ...optionsFor('approver'), ...options })).split('Details')[0] ?? '';

  it('tells them apart where both acted', () => {
    const approvals = [{ by: OTHER, at: BUILT_AT }];
    const shown = face(buildRequest({ state: 'approved', requester: ALEX, approvals }));
    assert.match(shown, /Alex Kim \(alex\.kim@harbourline\.example\)[\s\S]*asked/);
    assert.match(shown, /\(alexk@harbourline\.example\)/);
  });

  it('tells the requester from somebody who can decide', () => {
    const request = buildRequest({ state: 'pending', requester: ALEX });
    assert.doesNotMatch(face(request), /Alex Kim \(/);
    const deciders = [{ oid: OTHER.oid, name: OTHER.name, standing: 'counts', why: '', keys: [] }];
    const { tenantId, id: requestId } = request;
    const announced = { tenantId, requestId, at: BUILT_AT, deciders, more: 0, knowsEligible: true, tellings: [] };
    assert.match(face(request, { announced }), /Alex Kim \(alex\.kim@harbourline\.example\) asks/);
  });
});
