import assert from 'node:assert/strict';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
import type { Request } from '../../../../../src/requests/record/request.ts';
import { requestModel } from '../../../../../src/teams/cards/request/request-card.ts';
import { GROUP_REQUESTS, optionsFor, REQUESTS } from '../../../../cards/card-cases.ts';
import { buildRequest } from '../../../../support/samples/build-request.ts';

/** Every change of the sample cards, and each way of each switch. */
const SAMPLES: readonly Request[] = [
  ...Object.values(REQUESTS),
  ...Object.values(GROUP_REQUESTS),
  ...(['automated-investigation', 'auto-resolve-alerts'] as const).flatMap((feature) =>
    (['on', 'off'] as const).map((to) => buildRequest({ change: { kind: 'advanced-feature', feature, to } })),
  ),
];

/** Words of what is still to come. */
const TO_COME = /\b(lowers|falls|will|would|leaves|waits|loses?|are no longer|see now)\b/u;

/** What was set, what was to follow by what was reckoned, and what holds as long as it is set. */
const APPLIED = /\b(lowered|(?:was|were) to|this set|with the switch|once devices have it)\b/iu;

/** What nobody saw, a moment after something was applied. */
const HAPPENED =
  /\b(from then on|left|took|saw(?! before)|lost|waited|brought|were (?:not )?(?:resolved|investigated))\b/iu;

function dangersOn(request: Request, state: Request['state']): readonly string[] {
  const shown = requestModel({ ...request, state } as Request, optionsFor('reader'));
  return shown.risks.flatMap(({ dangers }) => dangers.map(({ text }) => text));
}

describe('the dangers on a card', () => {
  it('are told as to come until they are applied, and then as what was set and was to follow, never as what happened, each of them', () => {
    const kinds = new Set<string>();
    for (const request of SAMPLES) {
      const [asked, applied] = [dangersOn(request, 'pending'), dangersOn(request, 'applied')];
      assert.equal(applied.length, asked.length);
      for (const text of asked) assert.doesNotMatch(text, /This (lowered|set|was to)/u);
      for (const text of applied) {
        assert.doesNotMatch(text, TO_COME);
        assert.match(text, APPLIED);
        assert.doesNotMatch(text, HAPPENED);
        if (text.includes('reckoned')) assert.match(text, /(?:was|were) to|may have|not known/u);
      }
      for (const { kind } of kindOf(request.change).risk(request.change, request.base).dangers) kinds.add(kind);
    }
    assert.deepEqual([...kinds].sort(), [
      'left-empty',
      'less-protection',
      'more-automation',
      'opened-access',
      'self-resolved',
    ]);
  });

  it('stand beside an approval that tells how soon it came', () => {
    const approvedAfter = (ms: number) => {
      const { submittedAt: asked } = SOON;
      const request = { ...SOON, approvals: [{ by: SOON.requester, at: (asked ?? 0) + ms }] } as Request;
      return JSON.stringify(requestModel(request, optionsFor('reader')).facts);
    };
    assert.match(approvedAfter(2_000), /, at once"/);
    assert.match(approvedAfter(40_000), /, 40 seconds after it was asked/);
    assert.match(approvedAfter(60_000), /, 1 minute after it was asked/);
  });
});

const SOON = buildRequest({ state: 'approved' });
