import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { History } from '../../torture/checker/history.ts';
import { approval, broken, chained, GOOD, life, shown } from './played-run.ts';

const CHECKER = new URL('../../torture/checker/', import.meta.url);
const [indicator, feature] = GOOD.writes;
assert(indicator && feature);

/** What is planted, and the rule by which it is to be found. */
const PLANTED: readonly (readonly [string, string, Partial<History>])[] = [
  ['a value written twice', 'double write', { writes: [...GOOD.writes, { ...indicator, at: 5_000 }] }],
  [
    'the second time as an update',
    'double write',
    { writes: [...GOOD.writes, { ...indicator, at: 5_000, what: 'Updated the indicator evil.example' }] },
  ],
  ['a switch written twice', 'double write', { writes: [...GOOD.writes, { ...feature, at: 5_000 }] }],
  ['a write that nobody asked for', 'unapproved write', { writes: [...GOOD.writes, { ...indicator, what: 'odd' }] }],
  ['a write before its approval', 'unapproved write', { presses: [approval(1, { sentAt: 3_500 }), approval(2)] }],
  ['a write whose approval was refused', 'unapproved write', { presses: [approval(1, refused()), approval(2)] }],
  ['a write approved by who asked', 'unapproved write', { presses: [approval(1, { by: 'anna' }), approval(2)] }],
  ['by a second account of theirs', 'unapproved write', { presses: [approval(1, { by: 'anna2' }), approval(2)] }],
  ['an approval that the record lacks', 'lost acknowledgement', { record: chained(without('request.approve')) }],
  ['a submit that the record lacks', 'lost acknowledgement', { presses: [...GOOD.presses, submit()], record: [] }],
  ['a card of before', 'stale card', { messages: [shown(1, 'Waiting for approval'), shown(2, 'Applied')] }],
  ['a card of before that one person sees', 'stale card', { messages: [...GOOD.messages, shown(1, 'Rejected')] }],
  ['a request that hangs', 'not ended', { record: chained(upTo('request.start')), writes: [feature] }],
  ['a failure without a reason', 'no reason', { record: chained(failing()), writes: [feature] }],
  ['a write that is recorded alone', 'recorded, not written', { writes: [feature] }],
  ['an entry that was changed', 'changed record', { record: altered() }],
  ['an entry that is gone', 'changed record', { record: GOOD.record.filter(({ seq }) => seq !== 3) }],
  ['another record than was exported before', 'changed record', { heads: [{ seq: 2, hash: 'f'.repeat(64) }] }],
  ['a tail that was cut off', 'changed record', { heads: [{ seq: 99, hash: 'f'.repeat(64) }] }],
  ['a step from another state', 'broken path', { record: chained(without('request.start')) }],
  ['a card that stands twice', 'second message', { messages: [...GOOD.messages, shown(1, 'Applied', { id: 'x' })] }],
  ['a notice that stands twice', 'second message', { messages: [...GOOD.messages, told('a'), told('b')] }],
  ['a slow start', 'bound', { starts: [{ ms: 3_001 }] }],
  ['much memory', 'bound', { usage: [{ process: 1, memory: 1_001, handles: 1 }] }],
  ['many handles', 'bound', { usage: [{ process: 1, memory: 1, handles: 101 }] }],
];

describe('the checker of the torture run', () => {
  it('finds nothing wrong with a run without a fault', () => {
    assert.deepEqual(broken({}), []);
  });

  for (const [what, rule, planted] of PLANTED) {
    it(`finds ${what}`, () => assert(broken(planted).includes(rule), `${broken(planted)}`));
  }

  it('lets stand what may be: lost answers, what others wrote, second cards that were counted, drafts', () => {
    assert.deepEqual(broken({ presses: [approval(1, { answer: { kind: 'lost' } }), approval(2)] }), []);
    const open = 'The database cannot be used now (it is away). Look again in a minute before you repeat anything.';
    const undrawn = 'Already approved by Bob Brandt. It is being checked. (The card could not be drawn: 1-2.)';
    for (const text of [open, undrawn])
      assert.deepEqual(broken({ presses: [approval(1, { answer: { kind: 'refused', text } }), approval(2)] }), []);
    assert.deepEqual(broken({ writes: [...GOOD.writes, { ...indicator, by: 'grace' }] }), []);
    assert.deepEqual(broken({ messages: [...GOOD.messages, shown(1, 'Applied', { id: 'x' })], unsure: 1 }), []);
    assert.deepEqual(broken({ messages: [...GOOD.messages, shown(3, 'Draft, not sent yet')] }), []);
    assert.deepEqual(broken({ messages: [...GOOD.messages, told('a'), { ...told('a') }] }), []);
  });

  it('takes the card of what is asked for already for no wish of who is shown it', () => {
    const asks = [...GOOD.asks, { thread: 't9', by: 'ben', key: 'indicator evil.example' }];
    const messages = [...GOOD.messages, shown(1, 'Applied', { id: 'm9', thread: 't9', marker: null })];
    const card = { kind: 'card', text: 'Airlock request 1: Waiting for approval.\nAnna Admin asks' } as const;
    const presses = [...GOOD.presses, approval(1, { verb: 'submit', answer: card })];
    assert.deepEqual(broken({ asks, messages, presses }), []);
    const opposite = { thread: 't9', by: 'anna', key: 'switch AutomatedIrEnabled false' };
    const second = shown(2, 'Applied', { id: 'm9', thread: 't9', marker: null });
    assert.deepEqual(broken({ asks: [...GOOD.asks, opposite], messages: [...GOOD.messages, second] }), []);
    const text = `${second.text}\nAnna Admin asked\nTurn on Automated investigation`;
    const first = { ...second, id: 'm0', text };
    assert.deepEqual(broken({ asks: [...GOOD.asks, opposite], messages: [first, ...GOOD.messages] }), []);
  });

  it('tells who approved by their whole name, of which that of another account may be the beginning', () => {
    const card = (by: string) => `Airlock request 1: Approved, being checked.\nApproved by\n\n${by}\nat once`;
    const pressed = (by: string) => approval(1, { by: 'anna', answer: { kind: 'card', text: card(by) } });
    const of = (by: string) => broken({ presses: [...GOOD.presses, pressed(by)] });
    assert.deepEqual(of('Anna Admin (2)'), []);
    assert.deepEqual(of('Anna Admin'), ['lost acknowledgement']);
    assert.deepEqual(of('Anna Admin (anna@harbourline.example)'), ['lost acknowledgement']);
  });

  it('shares no code with what it judges', () => {
    for (const file of readdirSync(CHECKER)) {
      const imports = [...readFileSync(new URL(file, CHECKER), 'utf8').matchAll(/from '(.*)'/g)].map(
        ([, from]) => from,
      );
      for (const from of imports) assert.match(`${from}`, /^(node:|\.\/)/, file);
    }
  });
});

function refused() {
  return { answer: { kind: 'refused', text: 'You cannot approve this.' } } as const;
}

function submit() {
  const text = 'Airlock request 1: Waiting for approval.\nAnna Admin asks';
  return approval(1, { by: 'anna', verb: 'submit', answer: { kind: 'card', text } });
}

function told(id: string) {
  return shown(1, '', { id, marker: null, text: 'An answer from Airlock.\n#1 is applied' });
}

/** Both lives, the first of them without an event. */
function without(event: string) {
  return [...life(1).filter((step) => step.event !== event), ...life(2)];
}

function upTo(event: string) {
  const steps = life(1);
  return [...steps.slice(0, steps.findIndex((step) => step.event === event) + 1), ...life(2)];
}

function failing() {
  const fail = {
    event: 'request.fail',
    actor: 'service',
    requestId: 'id-1',
    data: { number: 1, from: 'applying', to: 'failed' },
  };
  return [...life(1).slice(0, -1), fail, ...life(2)];
}

function altered() {
  return GOOD.record.map((entry) => (entry.seq === 3 ? { ...entry, actor: 'anna' } : entry));
}
