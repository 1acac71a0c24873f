import assert from 'node:assert/strict';
import {
  dueAgain,
  failingSince,
  isClosed,
  isHopeless,
  isOld,
  verdictOf,
} from '../../../src/jobs/delivery/delivery-pace.ts';
import type { OutboxMessage } from '../../../src/requests/ports/outbox.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import { aConversation, TENANT } from '../../support/samples/ids.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 1_700_000_000_000;

const message = (more: Partial<OutboxMessage> = {}): OutboxMessage => ({
  ...{ id: 1, key: 'k', tenantId: TENANT, conversation: aConversation('c'), dueAt: 0, lease: 'l' },
  ...{ activityId: null, wasShown: false, wantedRev: 0, attempts: 0 },
  content: { kind: 'answer', view: 'help', data: {} },
  ...more,
});

const down = new AirlockError('delivery-failed', 'no', { details: { statusCode: 503, code: null } });
const refused = (code: string, statusCode = 403) =>
  new AirlockError('delivery-gone', 'no', { details: { statusCode, code, refuses: 'place' } });

/** The pauses of this many tries that all end like this, in ms. */
function pauses(error: AirlockError, tries: number): readonly number[] {
  let tried = message();
  return Array.from({ length: tries }, () => {
    const failing = failingSince(tried, error, NOW);
    const pause = dueAgain(tried, failing, NOW, 0, null) - NOW;
    tried = { ...tried, attempts: tried.attempts + 1, failing };
    return pause;
  });
}

describe('the pace of tries', () => {
  it('begins fast, keeps to a minute for hours, then grows to a quarter of an hour and no further', () => {
    const all = pauses(down, 1_000);
    assert.deepEqual(all.slice(0, 8), [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, MINUTE]);
    assert(
      all.every((pause, index) => index === 0 || pause >= (all[index - 1] ?? 0)),
      'ever slower',
    );
    const until = (ms: number) => all.findIndex((_pause, index) => all.slice(0, index).reduce((a, b) => a + b, 0) > ms);
    assert.equal(all[until(3 * HOUR)], MINUTE);
    assert.equal(all.at(-1), 15 * MINUTE);
  });

  it('asks a closed place up to once an hour', () => {
    assert.equal(pauses(refused('BotNotInConversationRoster'), 40).at(-1), HOUR);
  });

  it('waits as long as Teams asks', () => {
    const failing = failingSince(message(), down, NOW);
    assert.equal(dueAgain(message(), failing, NOW, 0, NOW + 90_000), NOW + 90_000);
  });

  it('takes a place for closed after some plain refusals in a row, or more vague ones, never after one', () => {
    const closed = (code: string, refusals: number, status = 403) =>
      isClosed({ ...failingSince(message(), refused(code, status), NOW), refusals });
    assert.deepEqual(
      [1, 3, 4].map((times) => closed('BotNotInConversationRoster', times)),
      [false, false, true],
    );
    assert.deepEqual(
      [1, 4, 7, 8].map((times) => closed('BotDisabledByAdmin', times)),
      [false, false, false, true],
    );
    assert.deepEqual(
      [1, 4].map((times) => closed('', times, 404)),
      [false, true],
    );
  });

  it('counts refusals in a row: another fault in between begins anew', () => {
    const twice = { why: '403', since: NOW - 5, refusals: 2 };
    assert.deepEqual(failingSince(message({ failing: twice }), down, NOW), { why: '503', since: NOW - 5, refusals: 0 });
    assert.equal(failingSince(message({ failing: twice }), refused('X'), NOW).refusals, 3);
  });

  it('gives up only what Teams takes for wrong, or nobody can draw', () => {
    const wrong = new AirlockError('delivery-gone', 'no', { details: { statusCode: 413, refuses: 'message' } });
    const drawn = new AirlockError('card-invalid', 'no');
    const at = (attempts: number, error: AirlockError) => isHopeless(message({ attempts }), error);
    assert.deepEqual([at(2, wrong), at(3, wrong), at(10, drawn), at(11, drawn)], [false, true, false, true]);
    assert.deepEqual([at(9_999, down), at(9_999, refused('X'))], [false, false]);
    assert.equal(verdictOf(new AirlockError('store-corrupt', 'no')), 'unreadable');
  });

  it('keeps an answer for three days and a card for seven', () => {
    const since = (days: number) => ({ why: '503', since: NOW - days * 24 * HOUR - 1, refusals: 0 });
    assert.deepEqual(
      [2, 3].map((days) => isOld(message(), since(days), NOW)),
      [false, true],
    );
  });
});
