import assert from 'node:assert/strict';
import { store } from '../../../../src/cli/doctor/checks/check-store.ts';
import type { ServiceContext } from '../../../../src/cli/doctor/context.ts';

const NOW = 1_800_000_000_000;

/** What the check of the store says where the database tells this time. */
async function said(time: number | null): Promise<readonly string[]> {
  const opened = { time: async () => time, ping: async () => undefined, close: async () => undefined };
  // Sound: the check takes no other member.
  const context = {
    config: { record: { keys: { keyId: 'k' } } },
    clock: { now: () => NOW },
    store: {
      place: 'postgres://db/airlock',
      schema: async () => ({ kind: 'present', missing: [], newer: [] }),
      open: async () => opened,
      audit: async () => ({ faults: [], faultCount: 0, entries: 1, retired: [] }),
      mayRewrite: async () => false,
    },
  } as unknown as ServiceContext;
  return (await store.run(context)).map(({ level, what }) => `${level}: ${what}`);
}

describe('the doctor on the clocks of this machine and the database', () => {
  it('says by how much they differ, and which is ahead', async () => {
    const found = (time: number | null) => said(time).then((all) => all.filter((one) => one.includes('clock')));
    assert.deepEqual(await found(NOW - 100_000), [
      "warning: the clock of this machine is 100 seconds ahead of the database's",
    ]);
    assert.deepEqual(await found(NOW + 5_000), [
      "warning: the clock of this machine is 5 seconds behind the database's",
    ]);
    assert.deepEqual([await found(NOW + 1_000), await found(null)], [[], []]);
  });
});
