import assert from 'node:assert/strict';
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
});
