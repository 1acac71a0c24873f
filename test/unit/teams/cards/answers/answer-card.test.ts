import assert from 'node:assert/strict';
import type { Answer } from '../../../../../src/requests/messages/answers.ts';
import { answerCard } from '../../../../../src/teams/cards/answers/answer-card.ts';
import { HELP_GROUPS } from '../../../../../src/teams/cards/answers/help-lines.ts';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { assertOnlyInTextRuns, CARD_BUDGET } from '../../../../cards/card-rules.ts';
import { cardText } from '../../../../support/company/fake-teams.ts';
import { BUILT_AT } from '../../../../support/samples/build-request.ts';

const H = `[x](https://evil.example) **b** ${'字'.repeat(900)}`;
const line = { number: 3, title: H, state: H, requester: H, at: BUILT_AT };
const lines = Array.from({ length: 99 }, () => line);

const FULL: readonly Answer[] = [
  {
    view: 'notice',
    data: {
      tone: 'warning',
      title: H,
      text: H,
      faults: Array.from({ length: 99 }, () => ({ field: H, message: H })),
      suggestions: Array.from({ length: 99 }, () => H),
    },
  },
  {
    view: 'devices',
    data: {
      ...{
        requestId: '5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12',
        rev: 1,
        number: 3,
        title: H,
        page: 2,
        pages: 99,
        total: 990,
      },
      devices: Array.from({ length: 99 }, () => ({ name: H, from: H, to: `${H}.`, effect: 'lowered' }) as const),
    },
  },
  { view: 'requests', data: { lines, more: true } },
  {
    view: 'status',
    data: {
      readAt: BUILT_AT,
      product: 'plan1',
      connector: H,
      approvals: H,
      features: [{ title: H, state: H }],
      groups: Array.from({ length: 99 }, () => ({ rank: H, name: H, level: H })),
      open: lines,
    },
  },
];

describe('cards of answers', () => {
  for (const answer of FULL) {
    it(`${answer.view}: whatever it holds stays plain and within the budget`, () => {
      const card = answerCard(answer, BUILT_AT);
      assertOnlyInTextRuns(card, 'evil.example');
      const size = Buffer.byteLength(JSON.stringify(card));
      assert.ok(size < CARD_BUDGET, `${size} bytes`);
    });
  }

  it('status tells what lists of the tenant lack', () => {
    const none = { why: 'silent' };
    const activity = { readAt: BUILT_AT, investigations: none, actions: none, overdue: none };
    const card = answerCard(
      {
        view: 'status',
        data: {
          ...{ readAt: BUILT_AT, product: 'plan2', connector: 'portal', approvals: null, features: [], open: [] },
          groups: [{ rank: '1', name: 'Lab', level: 'Full' }],
          ungroupedMissing: true,
          activity: { ...activity, exposure: { value: [] }, exposureLack: { more: true, leftOut: 2 } },
        },
      },
      BUILT_AT,
    );
    const text = cardText(card);
    assert.match(text, /list lacks the ungrouped devices: their level was not read/);
    assert.match(
      text,
      /Exposure scores are not shown of every device group\. 2 could not be read\. There may be more\./,
    );
  });

  it('help names only commands that are understood', () => {
    for (const { command } of HELP_GROUPS.flatMap((group) => group.lines)) {
      const { kind } = parseCommand(command);
      assert(!['unknown', 'near-miss', 'incomplete', 'malformed'].includes(kind), `${command}: ${kind}`);
    }
  });
});
