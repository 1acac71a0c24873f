import assert from 'node:assert/strict';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { anAnswer, aTask } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';

export function backlogContract(open: () => Promise<StorePlace>): void {
  describe('the backlog', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    it('is what is due and neither done nor said, whoever is at it', async () => {
      assert.deepEqual(await store.backlog(BUILT_AT), { tasks: 0, messages: 0, items: 0 });
      const later = { dueAt: BUILT_AT + 1 };
      await store.send({
        messages: [anAnswer('now', 'a:one'), anAnswer('also', 'a:other'), anAnswer('later', 'a:one', later)],
        tasks: [aTask('now'), aTask('later', later)],
      });
      assert.deepEqual(await store.backlog(BUILT_AT), { tasks: 1, messages: 2, items: 0 });
      assert.deepEqual(await store.backlog(BUILT_AT + 1), { tasks: 2, messages: 3, items: 0 });
      const task = await store.takeTask(['apply', 'draft', 'status', 'announce', 'reconcile'], 'me', BUILT_AT, 1_000);
      const [post] = await store.takeMessages('me', BUILT_AT, 1_000, 1);
      assert(task && post);
      assert.deepEqual(await store.backlog(BUILT_AT), { tasks: 1, messages: 2, items: 0 });
      await store.completeTask(task);
      await store.messageShown(post, { activityId: '1', rev: 0, at: BUILT_AT });
      assert.deepEqual(await store.backlog(BUILT_AT), { tasks: 0, messages: 1, items: 0 });
    });
  });
}
