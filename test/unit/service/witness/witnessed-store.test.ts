import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { TRANSITIONS } from '../../../../src/requests/record/transitions.ts';
import { WitnessedSteps, witnessedStore } from '../../../../src/service/keeping/witnessed-store.ts';
import { openNote } from '../../../../src/store/record/checkpoint.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';

function anEntry(seq: number, event = 'request.withdraw'): AuditEntry {
  const hash = String(seq % 10).repeat(64);
  // Sound: nothing but these is looked at.
  return { seq, event, hash } as AuditEntry;
}

describe('the steps that are noted outside the database', () => {
  let counts: number[];
  let logged: string[];
  let fails: boolean;
  let held: Promise<void>;
  let steps: WitnessedSteps;
  let outOfPatience: () => void;
  beforeEach(() => {
    [counts, logged, fails, held] = [[], [], false, Promise.resolve()];
    const add = async (note: string) => {
      await held;
      if (fails) throw new Error('no space left');
      counts.push(openNote(note, TEST_KEYS.known).count);
    };
    const log = logTo(({ message }) => logged.push(message));
    const over = new Promise<void>((resolve) => {
      outOfPatience = resolve;
    });
    const patience = () => ({ over, end: () => undefined });
    steps = new WitnessedSteps({ witness: { add }, keys: TEST_KEYS, tenantId: TENANT, log, patience });
  });

  it('are all that end or brake a request, or say that something was begun or done', async () => {
    const noted: string[] = [];
    const events = [...Object.keys(TRANSITIONS), 'drafted'].map((event) => `request.${event}`);
    const others = ['items.moved', 'channel.left', 'service.start', 'accounts.seen', 'tenant.listed'];
    for (const [at, event] of [...events, ...others].entries()) {
      steps.saw(anEntry(at + 1, event));
      await steps.flush();
      if (counts.at(-1) === at + 1) noted.push(event.replace('request.', ''));
    }
    assert.deepEqual(noted.sort(), [
      ...['already-in-place', 'attest', 'cancel', 'channel.left', 'contradict', 'defer', 'discard', 'expire', 'fail'],
      ...['halt', 'hand-over', 'items.moved', 'lapse', 'outcome-unknown', 'ratify', 'ratify-failed', 'ratify-unknown'],
      ...[
        'reconcile-applied',
        'reconcile-failed',
        'record-outcome',
        'reject',
        'reverted',
        'stale',
        'start',
        'take-back',
      ],
      ...['undone', 'undone-in-part', 'withdraw', 'write-rest'],
    ]);
  });

  it('are noted before anybody hears of them, and of several at once the last note holds all', async () => {
    let resolve = (): void => undefined;
    held = new Promise((done) => {
      resolve = done;
    });
    steps.saw(anEntry(1));
    const first = steps.flush();
    for (const seq of [2, 4, 3]) steps.saw(anEntry(seq));
    const rest = [steps.flush(), steps.flush()];
    resolve();
    await Promise.all([first, ...rest]);
    assert.deepEqual(counts, [1, 4]);
  });

  it('are not heard of while their note is being written for another step', async () => {
    let resolve = (): void => undefined;
    held = new Promise((done) => {
      resolve = done;
    });
    for (const seq of [1, 2]) steps.saw(anEntry(seq));
    const heard: number[][] = [];
    const flushes = [steps.flush(), steps.flush()].map((flush) => flush.then(() => heard.push([...counts])));
    resolve();
    await Promise.all(flushes);
    assert.deepEqual(heard, [[2], [2]]);
  });

  it('are heard of without their note once the file has not answered for too long, and the log says so', async () => {
    held = new Promise(() => undefined);
    steps.saw(anEntry(1));
    const flush = steps.flush();
    outOfPatience();
    await flush;
    assert.deepEqual(counts, []);
    assert.match(logged.join('; '), /not yet noted in the witness file/);
  });

  it('are written one note after another, so that no older one comes after a newer one', async () => {
    const adding: number[] = [];
    const letGo: (() => void)[] = [];
    const add = async (note: string) => {
      adding.push(openNote(note, TEST_KEYS.known).count);
      await new Promise<void>((done) => letGo.push(done));
    };
    const patience = () => ({ over: new Promise<void>(() => undefined), end: () => undefined });
    const log = logTo(() => undefined);
    const one = new WitnessedSteps({ witness: { add }, keys: TEST_KEYS, tenantId: TENANT, log, patience });
    const flushes = [1, 2].map((seq) => {
      one.saw(anEntry(seq));
      return one.flush();
    });
    assert.deepEqual(adding, [1]);
    letGo[0]?.();
    while (adding.length < 2) await new Promise(setImmediate);
    letGo[1]?.();
    await Promise.all(flushes);
    assert.deepEqual(adding, [1, 2]);
  });

  it('are not given up for an older one whose note failed while they came', async () => {
    let refuse = (): void => undefined;
    held = new Promise((_, reject) => {
      refuse = () => reject(new Error('no space left'));
    });
    steps.saw(anEntry(1));
    const flush = steps.flush();
    steps.saw(anEntry(4));
    refuse();
    await flush;
    held = Promise.resolve();
    await steps.flush();
    assert.deepEqual(counts, [4]);
  });

  it('are waited for 5 seconds at most, and for no longer than their note takes', async () => {
    const timers: { readonly end: () => void; readonly ms: number }[] = [];
    const setting = mock.method(globalThis, 'setTimeout', (end: () => void, ms: number) => timers.push({ end, ms }));
    const cleared = mock.method(globalThis, 'clearTimeout', () => undefined);
    try {
      const letGo: (() => void)[] = [];
      const add = () => new Promise<void>((done) => letGo.push(done));
      const noting = { witness: { add }, keys: TEST_KEYS, tenantId: TENANT, log: logTo(() => undefined) };
      const [slow, quick] = [new WitnessedSteps(noting), new WitnessedSteps(noting)];
      for (const one of [slow, quick]) one.saw(anEntry(1));
      const late = slow.flush();
      timers[0]?.end();
      await late;
      const inTime = quick.flush();
      letGo[1]?.();
      await inTime;
      assert.deepEqual(
        [timers.map(({ ms }) => ms), cleared.mock.calls.map(({ arguments: [id] }) => id)],
        [
          [5_000, 5_000],
          [1, 2],
        ],
      );
    } finally {
      for (const one of [setting, cleared]) one.mock.restore();
    }
  });

  it('are noted with the next step where they could not be, and the log says so', async () => {
    fails = true;
    steps.saw(anEntry(5));
    await steps.flush();
    assert.deepEqual(counts, []);
    assert.match(logged.join('; '), /step not noted in the witness file/);
    fails = false;
    await steps.flush();
    assert.deepEqual(counts, [5]);
    await steps.flush();
    assert.deepEqual(counts, [5]);
  });

  it('wait for their note: each way by which a step is stored', async () => {
    const flushed: string[] = [];
    let last = '';
    const stored = (name: string) => async () => {
      last = name;
    };
    const store = { commit: stored('commit'), send: stored('send'), moveItems: stored('moveItems') };
    const flush = async () => void flushed.push(last);
    // Sound: nothing but these is called.
    const noted = witnessedStore(store as unknown as Store, { flush });
    const nothing = undefined as never;
    await noted.commit(nothing);
    await noted.send(nothing);
    await noted.moveItems(nothing, nothing, nothing);
    assert.deepEqual(flushed, ['commit', 'send', 'moveItems']);
  });
});
