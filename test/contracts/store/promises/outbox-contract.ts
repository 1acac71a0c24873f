import assert from 'node:assert/strict';
import type { OutboxMessage } from '../../../../src/requests/ports/outbox.ts';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { aTenant } from '../../../support/samples/ids.ts';
import type { StorePlace } from '../store-contract.ts';
import { aCard, anAnswer, aRequest, filing, next, TENANT } from './a-step.ts';

export function postsContract(open: () => Promise<StorePlace>): void {
  describe('posts', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    const take = (now = BUILT_AT, limit = 9, of: Store = store) => of.takeMessages('me', now, 1000, limit);
    async function takeOne(now?: number): Promise<OutboxMessage> {
      const [post, ...others] = await take(now);
      assert(post);
      assert.deepEqual(others, []);
      return post;
    }

    it('are taken oldest first, at most one for each conversation, up to the limit', async () => {
      const messages = ['1 a', '2 a', '3 b', '4 c'].map((key) => anAnswer(key, key.slice(2)));
      await store.send({ messages: [...messages, anAnswer('later', 'd', { dueAt: BUILT_AT + 1 })], tasks: [] });
      const keys = (taken: readonly OutboxMessage[]) => taken.map(({ key }) => key);
      const first = await take(BUILT_AT, 2);
      assert.deepEqual(keys(first), ['1 a', '3 b']);
      assert.deepEqual(keys(await take()), ['4 c'], 'a conversation that is being spoken to waits');
      for (const post of first) await store.messageShown(post, { activityId: 'x', rev: 0, at: BUILT_AT });
      assert.deepEqual(keys(await take()), ['2 a']);
    });

    it('are free again when their lease has run out', async () => {
      await store.send({ messages: [anAnswer('p', 'c')], tasks: [] });
      await takeOne();
      assert.deepEqual(await take(BUILT_AT + 999, 9, await place.open()), []);
      await takeOne(BUILT_AT + 1000);
    });

    it('carry their content, and no activity before they stand in Teams', async () => {
      const answer = anAnswer('p', 'c');
      await store.send({ messages: [answer], tasks: [] });
      const { id, lease, ...rest } = await takeOne();
      assert(id > 0 && lease !== '');
      assert.deepEqual(rest, { ...answer, activityId: null, wantedRev: 0, attempts: 0 });
    });

    it('an answer is said once', async () => {
      await store.send({ messages: [anAnswer('p', 'c')], tasks: [] });
      await store.messageShown(await takeOne(), { activityId: 'a1', rev: 0, at: BUILT_AT });
      assert.deepEqual(await take(BUILT_AT + 99_999), []);
    });

    it('every posted copy of a card becomes due with each step, and ends current', async () => {
      const first = aRequest(1);
      const one = await store.commit(filing(first, { messages: [aCard(first, 'c'), aCard(first, 'd')] }));
      for (const post of await take())
        await store.messageShown(post, { activityId: `in ${post.conversation}`, rev: 1, at: 1 });
      assert.deepEqual(await take(), []);
      await store.commit(next(one));
      const due = await take();
      assert.deepEqual(
        due.map(({ activityId, wantedRev }) => [activityId, wantedRev]),
        [
          ['in c', 2],
          ['in d', 2],
        ],
      );
      for (const post of due) await store.messageShown(post, { activityId: post.activityId ?? '', rev: 2, at: 2 });
      assert.deepEqual(await take(BUILT_AT + 99_999), []);
    });

    it('a card whose request moved on while it was delivered stays due', async () => {
      const first = aRequest(1);
      const one = await store.commit(filing(first, { messages: [aCard(first, 'c')] }));
      const post = await takeOne();
      await store.commit(next(one));
      await store.messageShown(post, { activityId: 'a1', rev: 1, at: 1 });
      const again = await takeOne();
      assert.equal(again.activityId, 'a1');
      assert.equal(again.wantedRev, 2);
    });

    it('a postponed one comes back at its time, with one attempt more', async () => {
      await store.send({ messages: [anAnswer('p', 'c')], tasks: [] });
      await store.postponeMessage(await takeOne(), BUILT_AT + 50);
      assert.deepEqual(await take(BUILT_AT + 49), []);
      assert.equal((await takeOne(BUILT_AT + 50)).attempts, 1);
    });

    it('a dropped one never comes back, not even with a later step', async () => {
      const first = aRequest(1);
      const one = await store.commit(filing(first, { messages: [aCard(first, 'c')] }));
      await store.dropMessage(await takeOne(), 'gone');
      await store.commit(next(one));
      assert.deepEqual(await take(BUILT_AT + 99_999), []);
    });

    it('an unknown card that stands in Teams is taken in, updated in place, and only once', async () => {
      const one = await store.commit(filing(aRequest(1)));
      await store.adoptMessage(aCard(one, 'c'), 'a9');
      await store.adoptMessage(aCard(one, 'c', { key: 'another' }), 'a9');
      const messages = await store.copies(TENANT, one.id);
      assert.deepEqual(
        messages.map(({ activityId, wantedRev }) => [activityId, wantedRev]),
        [['a9', 1]],
      );
      assert.equal((await takeOne()).activityId, 'a9');
    });

    it('lists the copies of a request, within its tenant', async () => {
      const first = aRequest(1);
      await store.commit(filing(first, { messages: [aCard(first, 'c'), anAnswer('p', 'c')] }));
      assert.equal((await store.copies(TENANT, first.id)).length, 1);
      assert.deepEqual(await store.copies(aTenant('22222222-2222-4222-8222-222222222222'), first.id), []);
    });
  });
}
