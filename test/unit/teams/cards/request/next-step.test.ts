import assert from 'node:assert/strict';
import { statusOf } from '../../../../../src/requests/messages/state-catalogue/status-of.ts';
import { requestSchema } from '../../../../../src/requests/record/request.ts';
import { hasEnded } from '../../../../../src/requests/record/transitions.ts';
import { requestCard } from '../../../../../src/teams/cards/request/request-card.ts';
import { GROUP_REQUESTS, optionsFor, REQUESTS, SUPPORTED_REQUESTS } from '../../../../cards/card-cases.ts';
import { objectsOf } from '../../../../cards/walk.ts';

const ALL = { ...REQUESTS, ...GROUP_REQUESTS, ...SUPPORTED_REQUESTS };

/** What looks at the card alone is no step. */
const LOOKING: readonly unknown[] = ['view', 'devices', undefined];

function stepsOn(name: string, viewer: 'shared' | 'approver' = 'shared'): readonly string[] {
  const card = requestCard(ALL[name] ?? assert.fail(name), optionsFor(viewer));
  return [...objectsOf(card)].flatMap(({ node }) => {
    const { type, title, verb, data } = node;
    if (type !== 'Action.Execute' || LOOKING.includes(verb)) return [];
    return [verb === 'say' ? `say ${(data as { say: string }).say}` : `${verb}: ${title}`];
  });
}

describe('the end of a request', () => {
  for (const [name, { state }] of Object.entries(ALL))
    if (hasEnded(state))
      it(`has a next step as a button: ${name}`, () => {
        // What is owed is ratified on the cards of those who may.
        assert.notDeepEqual([...stepsOn(name), ...stepsOn(name, 'approver')], []);
      });

  it('offers what is asked for instead of an undoing that nobody can reckon', () => {
    assert.deepEqual(stepsOn('applied-attested'), ['say enable automatically resolve alerts']);
    assert.deepEqual(stepsOn('stale-superseded'), ['say status']);
    assert.deepEqual(stepsOn('rejected'), ['again: Ask again']);
    assert.deepEqual(stepsOn('applied-written'), ['revert: Revert']);
  });

  it('offers no asking again of orders of which nothing but unknown outcomes is left', () => {
    assert.deepEqual(stepsOn('scan-not-known'), ['say actions']);
    assert.deepEqual(stepsOn('scan-ended-in-part'), ['again: Ask again']);
  });

  it('says what settles items of unknown outcome, and to ask for the rest only where some were refused', () => {
    const request = ALL['alert-applied-in-part'] ?? assert.fail();
    const watchedUntil = request.createdAt + 8 * 86_400_000;
    const nextOf = (refused: number, unknown: number, now = request.createdAt) => {
      const items = { ...request.outcome?.items, refused, unknown };
      const outcome = { ...request.outcome, items, watchedUntil };
      return statusOf(requestSchema.parse({ ...request, outcome }), now).next('requester');
    };
    assert.match(nextOf(1, 0), /ask for the rest/);
    assert.match(nextOf(0, 1), /a reading that shows it settles it.*counts as not written, and can be asked for then/);
    assert.match(nextOf(0, 1, watchedUntil), /Airlock reads it no more.*can be asked for anew/);
  });
});
