import assert from 'node:assert/strict';
import type { Store } from '../../../src/requests/ports/store.ts';
import { timedStore } from '../../../src/service/keeping/timed-store.ts';

/** What people are told: ten minutes. */
const FAR_APART = 10 * 60_000;

describe('a store whose database tells another time than this machine', () => {
  let skew: number | null;
  let called: string[];
  let store: Store;
  beforeEach(() => {
    [skew, called] = [null, []];
    const all = new Proxy({}, { get: (_of, name) => async () => called.push(String(name)) });
    const names = ['commit', 'send', 'moveItems', 'noteAccounts', 'checkpoint', 'takeTask', 'ping', 'look', 'request'];
    // Sound: nothing but these methods is called.
    const own = Object.fromEntries(names.map((name) => [name, Reflect.get(all, name)])) as unknown as Store;
    store = timedStore(own, () => skew);
  });

  // biome-ignore lint/suspicious/noExplicitAny: each method is called without what it takes.
  const call = (name: keyof Store) => (store[name] as any)();
  const DECIDING = ['commit', 'send', 'moveItems', 'noteAccounts', 'checkpoint', 'takeTask', 'ping', 'look'] as const;

  it('works while nothing is followed, and while the two are close', async () => {
    for (const apart of [null, 0, FAR_APART, -FAR_APART]) {
      skew = apart;
      for (const name of DECIDING) await call(name);
    }
    assert.equal(called.length, 4 * DECIDING.length);
  });

  for (const [way, sign] of [
    ['behind', -1],
    ['ahead', 1],
  ] as const)
    it(`decides nothing and takes up nothing while it is far ${way}, and still reads`, async () => {
      skew = sign * (FAR_APART + 1);
      for (const name of DECIDING)
        await assert.rejects(call(name), { code: 'store-unavailable', message: /clock is more than ten minutes/ });
      await call('request');
      assert.deepEqual(called, ['request']);
      skew = 0;
      await call('commit');
      assert.deepEqual(called, ['request', 'commit']);
    });
});
