import assert from 'node:assert/strict';
import type { RequestStep, Store } from '../../../src/requests/ports/store.ts';
import { isUnseen } from '../../../src/requests/ports/witness.ts';
import type { Request } from '../../../src/requests/record/request.ts';
import type { RequestEvent } from '../../../src/requests/record/transitions.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { counting } from '../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { BUILT_AT } from '../../support/samples/build-request.ts';
import { aRequest, aTask, filing, next } from './a-step.ts';
import type { StorePlace } from './store-contract.ts';

/** What leads to a write, or to steps that somebody follows or has followed. */
const LEAD_ON: readonly RequestEvent[] = ['start', 'hand-over', 'attest', 'write-rest'];

/** What writes nothing: brakes, and what only says how it stands. */
const PASS: readonly RequestEvent[] = ['approve', 'withdraw', 'reject', 'take-back', 'halt', 'wait', 'cancel', 'stale'];

export function blindContract(open: () => Promise<StorePlace>): void {
  describe('while nobody can look at what other instances noted', () => {
    let place: StorePlace;
    let store: Store;
    let stored: Request;
    let isCurrent: boolean;
    beforeEach(async () => {
      isCurrent = true;
      place = await open();
      const noted = async () => ({ head: null, isCurrent });
      store = await openStore({ ...place.location, keys: TEST_KEYS, ids: counting(), noted });
      stored = await store.commit(filing(aRequest(1)));
    });
    afterEach(async () => {
      await store.close();
      await place.discard();
    });

    const step = (event: RequestEvent): RequestStep => {
      const made = next(stored);
      return { ...made, audit: made.audit.map((one) => ({ ...one, event: `request.${event}` })) };
    };

    for (const event of LEAD_ON)
      it(`refuses a step that leads to a write, and takes it once that is seen again: ${event}`, async () => {
        isCurrent = false;
        await assert.rejects(store.commit(step(event)), isUnseen);
        assert.equal((await store.audit(0, 9)).length, 1);
        isCurrent = true;
        assert.equal((await store.commit(step(event))).rev, 2);
      });

    for (const event of PASS)
      it(`takes a step that writes nothing: ${event}`, async () => {
        isCurrent = false;
        assert.equal((await store.commit(step(event))).rev, 2);
      });

    it('begins no item, and says what became of those that were sent', async () => {
      const items = [1, 2].map((at) => ({ key: `key-${at}`, label: `LAP-${at}` }));
      const made = next(stored, {}, { items, tasks: [aTask('items', { kind: 'items' })] });
      const started = { ...made, audit: made.audit.map((one) => ({ ...one, event: 'request.start' })) };
      const { id } = await store.commit(started);
      const task = (await store.takeTask(['items'], 'me', BUILT_AT, 1_000)) ?? assert.fail();
      const one = { key: 'key-1', from: 'waiting', to: 'started', at: BUILT_AT } as const;
      await store.moveItems(id, task, [one]);
      isCurrent = false;
      await assert.rejects(store.moveItems(id, task, [{ ...one, key: 'key-2' }]), isUnseen);
      await store.moveItems(id, task, [{ ...one, from: 'started', to: 'done' }]);
      assert.equal((await store.itemCounts(id)).done, 1);
    });
  });
}
