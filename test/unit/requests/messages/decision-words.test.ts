import assert from 'node:assert/strict';
import { decisionNotice } from '../../../../src/requests/messages/decision-words.ts';
import { namesakesAmong } from '../../../../src/requests/record/actor-names.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { BUILT_AT, buildRequest } from '../../../support/samples/build-request.ts';

describe('the answer to an approval in words', () => {
  const steps = { link: 'https://security.microsoft.com/', steps: [] };
  const facts = { quorum: 1, byHand: true, hadApproved: false, isRepeated: false };
  const told = (request: Request, isRepeated: boolean) =>
    decisionNotice('approve', { ...request, namesakes: namesakesAmong([]) }, { ...facts, isRepeated }).text;

  it('tells once what Airlock does next, and then where the request stands', () => {
    const approved = buildRequest({ state: 'approved' });
    assert.match(told(approved, false), /checks everything once more, and then puts the steps/);
    assert.match(told(approved, true), /Already approved by .*being checked once more/);
    const handed = buildRequest({ state: 'approved', handover: { at: BUILT_AT, steps, attested: null } });
    for (const isRepeated of [true, false]) {
      assert.match(told(handed, isRepeated), /waiting to be applied by hand; the steps are on its card/);
      assert.doesNotMatch(told(handed, isRepeated), /and then puts/);
    }
  });
});
