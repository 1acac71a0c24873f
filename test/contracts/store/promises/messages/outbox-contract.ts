import assert from 'node:assert/strict';
import type { OutboxMessage } from '../../../../../src/requests/ports/outbox.ts';
import type { Store } from '../../../../../src/requests/ports/store.ts';
import type { Request } from '../../../../../src/requests/record/request.ts';
import { BUILT_AT } from '../../../../support/samples/build-request.ts';
import { aConversation, aTenant } from '../../../../support/samples/ids.ts';
import { aCard, anAnswer, aRequest, filing, next, TENANT } from '../../a-step.ts';
import type { StorePlace } from '../../store-contract.ts';

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
      assert.deepEqual(rest, { ...answer, activityId: null, wasShown: false, wantedRev: 0, attempts: 0 });
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

    describe('a copy whose id was lost', () => {
      const room = aConversation('c');
      const copies = async (request: Request) =>
        (await store.copies(TENANT, request.id)).map(({ conversation, activityId }) => [conversation, activityId]);

      /** A card in a thread of the room, which its sender lost on the way and somebody else then sent again. */
      async function lost(ordinal = 1, thread = 'c;messageid=1'): Promise<Request> {
        const request = aRequest(ordinal);
        const { id } = await store.commit(filing(request, { messages: [aCard(request, thread)] }));
        await takeOne();
        const again = await takeOne(BUILT_AT + 1000);
        await store.messageShown(again, { activityId: `sent ${id}`, rev: 1, at: BUILT_AT });
        return request;
      }

      it('is taken in under the id that Teams shows it as, once, and updated in place', async () => {
        const one = await lost();
        for (const id of ['a9', 'a9', 'a10']) await store.adoptCopy(one.id, room, id);
        assert.deepEqual(await copies(one), [
          ['c;messageid=1', `sent ${one.id}`],
          ['c;messageid=1', 'a9'],
        ]);
        assert.equal((await takeOne()).activityId, 'a9');
      });

      it('is taken in where it stands: Teams updates it in no other thread', async () => {
        const request = aRequest(1);
        const threads = ['c;messageid=1', 'c;messageid=2', 'c'];
        await store.commit(filing(request, { messages: threads.map((thread) => aCard(request, thread)) }));
        for (const at of [BUILT_AT, BUILT_AT + 1000]) await store.takeMessages('me', at, 1000, 9);
        const adopted = async (conversation: string, id: string) => {
          await store.adoptCopy(request.id, aConversation(conversation), id);
          return (await copies(request)).filter(([, activity]) => activity !== null);
        };
        assert.deepEqual(await adopted('c;messageid=2', 'a2'), [['c;messageid=2', 'a2']]);
        assert.equal((await adopted('c;messageid=2', 'a3')).length, 1, 'none was lost there any more');
        assert.equal((await adopted('c;messageid=9', 'a4')).length, 1, 'none was lost there');
        assert.equal((await adopted('c;messageid=a5', 'a5')).length, 2, 'it began that thread');
        assert.equal((await adopted('c;messageid=1', 'a1')).length, 3);
      });

      it('is the one that its card tells, where several were lost in one place', async () => {
        const request = aRequest(1);
        await store.commit(
          filing(request, { messages: ['one', 'other'].map((key) => ({ ...aCard(request, 'c'), key })) }),
        );
        const ids: number[] = [];
        for (const at of [BUILT_AT, BUILT_AT + 1000]) {
          const { id } = await takeOne(at);
          ids.push(id);
          await store.messageShown(await takeOne(at + 1000), { activityId: `x${id}`, rev: 1, at });
        }
        await store.adoptCopy(request.id, aConversation('c;messageid=a9'), 'a9', ids[1]);
        const found = (await store.copies(TENANT, request.id)).find(({ activityId }) => activityId === 'a9');
        assert.match(found?.key ?? '', /^other:/);
      });

      it('is not taken in elsewhere, nor under the id of another message of the room', async () => {
        const [one, other] = [await lost(1), await lost(2, 'c;messageid=2')];
        const before = await copies(one);
        await store.adoptCopy(one.id, aConversation('d'), 'a9');
        await store.adoptCopy(one.id, room, `sent ${other.id}`);
        assert.deepEqual(await copies(one), before);
      });

      it('is lost, too, where Teams may have taken it and did not say so, and else not', async () => {
        for (const [ordinal, mayBeShown] of [true, false].entries()) {
          const request = aRequest(ordinal);
          await store.commit(filing(request, { messages: [aCard(request, `${ordinal}`)] }));
          await store.postponeMessage(await takeOne(), BUILT_AT, { mayBeShown });
          await takeOne();
          await store.adoptCopy(request.id, aConversation(`${ordinal}`), 'a9');
          assert.equal((await copies(request)).length, mayBeShown ? 2 : 1);
        }
      });

      it('is no second one where its card tells which it is before it is sent again', async () => {
        const request = aRequest(1);
        await store.commit(filing(request, { messages: [aCard(request, 'c;messageid=1')] }));
        const { id, mayStand } = await takeOne();
        assert.equal(mayStand, undefined);
        for (const elsewhere of ['d', 'c;messageid=9'])
          await store.adoptCopy(request.id, aConversation(elsewhere), 'a9', id);
        await store.adoptCopy(aRequest(2).id, room, 'a9', id);
        assert.deepEqual(await copies(request), [['c;messageid=1', null]]);
        for (const shown of ['a9', 'a10']) await store.adoptCopy(request.id, room, shown, id);
        const again = await takeOne(BUILT_AT + 1000);
        assert.deepEqual([again.id, again.activityId, again.mayStand], [id, 'a9', undefined]);
        await store.adoptCopy(request.id, room, 'a10', id);
        assert.deepEqual(await copies(request), [['c;messageid=1', 'a9']]);
      });

      it('is said where it may be sent a second time', async () => {
        const request = aRequest(1);
        await store.commit(filing(request, { messages: [aCard(request, 'c'), anAnswer('p', 'd')] }));
        for (const at of [BUILT_AT, BUILT_AT + 1000]) {
          const [card, answer] = await store.takeMessages('me', at, 1000, 9);
          const may = at === BUILT_AT ? undefined : true;
          assert.deepEqual([card?.mayStand, answer?.mayStand], [may, may]);
        }
      });

      it('is none while its sender may still be at it', async () => {
        const request = aRequest(1);
        await store.commit(filing(request, { messages: [aCard(request, 'c')] }));
        await takeOne();
        await store.adoptCopy(request.id, room, 'a9');
        assert.deepEqual(await copies(request), [['c', null]]);
      });
    });

    it('lists the copies of a request, within its tenant', async () => {
      const first = aRequest(1);
      await store.commit(filing(first, { messages: [aCard(first, 'c'), anAnswer('p', 'c')] }));
      assert.equal((await store.copies(TENANT, first.id)).length, 1);
      assert.deepEqual(await store.copies(aTenant('22222222-2222-4222-8222-222222222222'), first.id), []);
    });
  });
}
