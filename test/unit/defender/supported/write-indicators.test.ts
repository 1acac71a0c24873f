import assert from 'node:assert/strict';
import { indicatorsChange } from '../../../../src/changes/supported/indicators/indicators-change.ts';
import type { TenantSnapshot } from '../../../../src/changes/tenant-snapshot.ts';
import type { BearerCall } from '../../../../src/defender/public-api/bearer-call.ts';
import { indicatorsKind } from '../../../../src/defender/supported/indicators/indicators-kind.ts';
import type { KindContext } from '../../../../src/defender/supported/supported-kind.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const MARK = 'Airlock #12 1be985ad';
const WIRE = {
  indicatorType: 'DomainName',
  title: `Block (${MARK})`,
  description: `${MARK}: two people agreed to it.`,
};
const row = (indicatorValue: string, fields: object = {}) => ({
  ...{ id: indicatorValue.length, indicatorValue, action: 'Block', expirationTime: null, rbacGroupNames: [] },
  ...{ ...WIRE, ...fields },
});

const change = indicatorsChange.parse({
  kind: 'indicators',
  entries: ['a.example', 'bb.example'].map((value) => ({
    ...{ type: 'DomainName', value },
    to: { action: 'Block', groups: [], lasts: null, until: null },
  })),
});
const before: TenantSnapshot = groupSnapshot([], [], { indicators: { found: [], lacks: null }, indicatorTotal: 0 });
const writing = { change, base: indicatorsChange.base(change, before), mark: MARK, reason: 'Feed 7' };
const items = [0, 1].map((key) => ({ key: `${key}`, label: '' }));

/** Defender with these lists, one a reading, and what it was sent. */
function defender(lists: readonly (readonly object[])[], imported: () => object) {
  const sent: object[] = [];
  let reads = 0;
  let list: readonly object[] = [];
  const pageOf = (path: string) => {
    const skip = Number(/skip=(\d+)/.exec(path)?.[1]);
    if (skip === 0) list = lists[reads++] ?? lists.at(-1) ?? [];
    return list.slice(skip);
  };
  const call: BearerCall = async (path, post) => {
    const answer = { status: 200, headers: new Headers() };
    if (path.startsWith('/api/indicators?')) return { ...answer, body: { value: pageOf(path) } };
    if (post) sent.push(post);
    return { ...answer, body: imported() };
  };
  const context: KindContext = {
    call: () => call,
    graph: () => call,
    hunt: call,
    read: async () => before,
    clock: new ManualClock(),
    log: logTo(() => undefined),
  };
  return { context, sent };
}

describe('defender/supported/indicators: one batch', () => {
  it('does not send what has ended before it could be written, and says so', async () => {
    const { context, sent } = defender([[], [row('bb.example')]], () => ({
      value: [{ indicator: 'bb.example', isFailed: false }],
    }));
    const until = context.clock.now();
    const [first, second] = change.entries;
    assert(first?.to && second);
    const ended = { ...change, entries: [{ ...first, to: { ...first.to, until } }, second] };
    const { outcomes } = await indicatorsKind.write(context, { ...writing, change: ended }, items);
    assert.deepEqual(outcomes[0], {
      ...{ key: '0', state: 'refused', reason: 'Its end has passed, so it was not written.' },
    });
    assert.equal(outcomes[1]?.state, 'done');
    assert.doesNotMatch(JSON.stringify(sent), /"a\.example"/);
  });

  it('does not send what stands there already with the mark of this request', async () => {
    const fine = { value: [{ indicator: 'bb.example', isFailed: false }] };
    const { context, sent } = defender([[row('a.example')], [row('a.example'), row('bb.example')]], () => fine);
    const { outcomes } = await indicatorsKind.write(context, writing, items);
    assert.deepEqual(
      outcomes.map(({ key, state }) => [key, state]),
      [
        ['0', 'done'],
        ['1', 'done'],
      ],
    );
    assert.deepEqual(JSON.stringify(sent).match(/[ab]+\.example/g), ['bb.example']);
  });

  it('takes one of the same action and end for its own only by the mark', async () => {
    const { context, sent } = defender([[row('a.example', { title: 'x', description: 'y' })]], () => ({ value: [] }));
    const { outcomes } = await indicatorsKind.write(context, writing, items.slice(0, 1));
    assert.deepEqual([outcomes[0]?.state, sent.length], ['refused', 0]);
  });

  it('says done only of what a reading shows, and settles the rest by reading alone', async () => {
    const taken = { value: ['a.example', 'bb.example'].map((indicator) => ({ indicator, isFailed: false })) };
    const { context, sent } = defender([[], [row('a.example')], [row('a.example'), row('bb.example')]], () => taken);
    const { outcomes } = await indicatorsKind.write(context, writing, items);
    assert.deepEqual(
      outcomes.map(({ state }) => state),
      ['done', 'started'],
    );
    const left = [{ key: '1', label: '', at: 0, externalId: null }];
    const settled = await indicatorsKind.settle(context, writing, left);
    assert.deepEqual([settled.outcomes[0]?.state, sent.length], ['done', 1]);
  });

  it('sends nothing where the list before cannot be read', async () => {
    const { context, sent } = defender([], () => ({}));
    const down = new AirlockError('tenant-unavailable', 'No answer.', { details: { arrived: true } });
    const call: BearerCall = () => Promise.reject(down);
    const { outcomes } = await indicatorsKind.write({ ...context, call: () => call }, writing, items);
    assert.deepEqual(
      outcomes.map(({ state }) => state),
      ['waiting', 'waiting'],
    );
    assert.equal(sent.length, 0);
  });
});
