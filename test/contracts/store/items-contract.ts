import assert from 'node:assert/strict';
import type { ItemStep } from '../../../src/requests/ports/item-store.ts';
import type { Task } from '../../../src/requests/ports/outbox.ts';
import type { Store } from '../../../src/requests/ports/store.ts';
import { BUILT_AT } from '../../support/samples/build-request.ts';
import { aRequest, aTask, filing } from './a-step.ts';
import type { StorePlace } from './store-contract.ts';

const ITEMS = Array.from({ length: 1_203 }, (_, at) => ({ key: `key-${at}`, label: `LAP-${at}` }));

export function itemsContract(open: () => Promise<StorePlace>): void {
  describe('what a request writes one by one', () => {
    let place: StorePlace;
    let store: Store;
    let task: Task;
    const request = aRequest(1);
    const { id } = request;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
      const { audit, ...filed } = filing(request, { items: ITEMS, tasks: [aTask('items', { kind: 'items' })] });
      await store.commit({ ...filed, audit: audit.map((entry) => ({ ...entry, event: 'request.start' })) });
      task = (await store.takeTask(['items'], 'me', BUILT_AT, 1_000)) ?? assert.fail();
    });
    afterEach(() => place.discard());

    const step = (key: string, more: Partial<ItemStep> = {}): ItemStep => {
      return { key, from: 'waiting', to: 'started', at: BUILT_AT + 5, ...more };
    };
    const keys = async (state: 'waiting' | 'started', limit = 3) =>
      (await store.items(id, { state, limit })).map(({ key }) => key);

    it('keeps its order, and counts by state', async () => {
      assert.deepEqual(await keys('waiting'), ['key-0', 'key-1', 'key-2']);
      await store.moveItems(id, task, [step('key-1', { to: 'refused', reason: 'Not seen.' })]);
      await store.moveItems(id, task, [step('key-0', { to: 'done', externalId: 'x-1' })]);
      const [first, second] = await store.items(id, { limit: 2 });
      assert.deepEqual(first, { ...ITEMS[0], state: 'done', at: BUILT_AT + 5, reason: null, externalId: 'x-1' });
      assert.deepEqual(second, {
        ...ITEMS[1],
        state: 'refused',
        at: BUILT_AT + 5,
        reason: 'Not seen.',
        externalId: null,
      });
      const counts = await store.itemCounts(id);
      assert.deepEqual(counts, { total: 1_203, waiting: 1_201, started: 0, done: 1, refused: 1, unknown: 0 });
    });

    it('moves all of a batch or none, and none from another state', async () => {
      await store.moveItems(id, task, [step('key-2')]);
      const both = [step('key-3'), step('key-2')];
      await assert.rejects(store.moveItems(id, task, both), { code: 'rev-conflict' });
      assert.deepEqual(await keys('started'), ['key-2']);
    });

    it('moves nothing for whoever lost the claim', async () => {
      await store.postponeTask(task, BUILT_AT);
      await store.takeTask(['items'], 'another', BUILT_AT, 1_000);
      await assert.rejects(store.moveItems(id, task, [step('key-0')]), { code: 'rev-conflict' });
      assert.deepEqual(await keys('started'), []);
    });
  });
}
