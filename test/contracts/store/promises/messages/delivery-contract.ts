import assert from 'node:assert/strict';
import type { OutboxMessage } from '../../../../../src/requests/ports/outbox.ts';
import type { Store } from '../../../../../src/requests/ports/store.ts';
import { BUILT_AT } from '../../../../support/samples/build-request.ts';
import { aConversation, anOid } from '../../../../support/samples/ids.ts';
import { aCard, anAnswer, aRequest, filing, next, TENANT } from '../../a-step.ts';
import type { StorePlace } from '../../store-contract.ts';

const DAY = 86_400_000;

export function deliveryContract(open: () => Promise<StorePlace>): void {
  describe('messages that Teams does not take', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    const take = (now: number) => store.takeMessages('me', now, 1_000, 9);
    async function takeOne(now = BUILT_AT): Promise<OutboxMessage> {
      const [post, ...others] = await take(now);
      assert(post);
      assert.deepEqual(others, []);
      return post;
    }
    const failing = (why: string, since = BUILT_AT, refusals = 0) => ({ why, since, refusals });
    const undelivered = (now = BUILT_AT) => store.undelivered(TENANT, now, 9);

    it('are kept with why, since when and how often, until they are shown', async () => {
      await store.send({ messages: [anAnswer('p', 'c')], tasks: [] });
      assert.equal((await takeOne()).failing, undefined);
      await store.postponeMessage(await takeOne(BUILT_AT + 1_000), BUILT_AT + 2_000, { failing: failing('503') });
      const again = await takeOne(BUILT_AT + 2_000);
      assert.deepEqual(again.failing, failing('503'));
      assert.deepEqual(await undelivered(), {
        count: 1,
        messages: [{ conversation: 'c', requestId: null, ...failing('503'), isGivenUp: false }],
      });
      assert.equal((await undelivered(BUILT_AT - 1)).count, 0, 'not yet for so long');
      await store.messageShown(again, { activityId: 'a', rev: 0, at: BUILT_AT });
      assert.equal((await undelivered()).count, 0);
    });

    it('count for a week once they are given up, and not at all where nothing was wrong', async () => {
      await store.send({ messages: [anAnswer('p', 'c'), anAnswer('q', 'd')], tasks: [] });
      const [one, other] = await take(BUILT_AT);
      assert(one && other);
      await store.dropMessage(one, '403', failing('403'));
      await store.dropMessage(other, 'pointless');
      assert.deepEqual(
        (await undelivered()).messages.map(({ conversation, isGivenUp }) => [conversation, isGivenUp]),
        [['c', true]],
      );
      assert.equal((await undelivered(BUILT_AT + 8 * DAY)).count, 0);
    });

    it('come back at the first sign of life of their room, with its threads, as they are to be now', async () => {
      const first = aRequest(1);
      const cards = [aCard(first, 'c;messageid=1'), aCard(first, 'cc'), aCard(first, 'd')];
      const one = await store.commit(filing(first, { messages: cards }));
      for (const post of await take(BUILT_AT)) {
        await store.messageShown(post, { activityId: post.conversation, rev: 1, at: BUILT_AT });
      }
      const two = await store.commit(next(one));
      for (const post of await take(BUILT_AT)) await store.dropMessage(post, '403', failing('403', BUILT_AT, 9));
      await store.commit(next(two));
      assert.deepEqual(await take(BUILT_AT + DAY), []);
      assert.equal(await store.signOfLife(aConversation('e'), BUILT_AT), 0);
      assert.equal(await store.signOfLife(aConversation('c'), BUILT_AT), 1);
      const back = await takeOne();
      assert.deepEqual([back.conversation, back.wantedRev, back.attempts], ['c;messageid=1', 3, 0]);
      assert.equal(back.failing?.refusals, 0);
      assert.equal(await store.signOfLife(aConversation('d;messageid=7'), BUILT_AT), 1, 'of any thread');
    });

    it('do not come back where they were answers that were given up', async () => {
      await store.send({ messages: [anAnswer('p', 'c')], tasks: [] });
      await store.dropMessage(await takeOne(), '403', failing('403'));
      assert.equal(await store.signOfLife(aConversation('c'), BUILT_AT), 0);
    });

    it('are hastened where Teams had a fault of its own, and no others', async () => {
      const whys = ['503', 'no answer', '403 BotDisabledByAdmin', '429'];
      await store.send({ messages: whys.map((why) => anAnswer(why, why)), tasks: [] });
      for (const post of await take(BUILT_AT))
        await store.postponeMessage(post, BUILT_AT + DAY, { failing: failing(post.key) });
      await store.hastenMessages(TENANT, BUILT_AT);
      assert.deepEqual((await take(BUILT_AT)).map(({ key }) => key).sort(), ['503', 'no answer']);
    });

    it('go to another conversation instead, and to that alone, unless Teams has shown them', async () => {
      await store.send({ messages: [anAnswer('p', 'c')], tasks: [] });
      const post = await takeOne();
      await store.redirectMessage(post, { conversation: aConversation('d'), dueAt: BUILT_AT });
      const moved = await takeOne();
      assert.deepEqual([moved.key, moved.conversation, moved.attempts], ['p', 'd', 0]);
      await store.redirectMessage(post, { conversation: aConversation('e'), dueAt: BUILT_AT });
      await store.messageShown(moved, { activityId: 'a', rev: 0, at: BUILT_AT });
      assert.deepEqual(await take(BUILT_AT + DAY), []);
    });

    it('cards are drawn once more at a time, also where that is ordered while they are on their way', async () => {
      const first = aRequest(1);
      await store.commit(filing(first, { messages: [aCard(first, 'c'), aCard(first, 'd')] }));
      const [mine, other] = await take(BUILT_AT);
      assert(mine && other);
      await store.redraw(first.id, [aConversation('c')], BUILT_AT + 50);
      for (const post of [mine, other]) await store.messageShown(post, { activityId: post.key, rev: 1, at: BUILT_AT });
      assert.deepEqual(await take(BUILT_AT + 49), []);
      await store.messageShown(await takeOne(BUILT_AT + 50), { activityId: 'x', rev: 1, at: BUILT_AT });
      assert.deepEqual(await take(BUILT_AT + DAY), []);
      await store.redraw(first.id, [aConversation('d')], BUILT_AT + 60);
      assert.equal((await takeOne(BUILT_AT + 60)).conversation, 'd');
    });

    it('tell whom a request was announced to, and what became of that', async () => {
      const first = aRequest(1);
      const card = aCard(first, 'c');
      const call = anAnswer('call', 'd');
      const decider = {
        oid: anOid('bob'),
        name: 'Bob',
        standing: 'counts',
        why: '',
        keys: [card.key, 'call'],
      } as const;
      const announcement = {
        ...{ tenantId: TENANT, requestId: first.id, at: BUILT_AT, more: 0, knowsEligible: true },
        deciders: [decider],
      };
      assert.equal(await store.announced(TENANT, first.id), null);
      await store.commit(filing(first, { messages: [card] }));
      await store.send({ messages: [call], tasks: [], announcement });
      const [one, other] = await take(BUILT_AT);
      assert(one && other);
      await store.messageShown(one, { activityId: 'a', rev: 1, at: BUILT_AT + 5 });
      await store.postponeMessage(other, BUILT_AT + 9, { failing: failing('404') });
      const told = await store.announced(TENANT, first.id);
      assert.deepEqual(
        [told?.deciders, told?.tellings.toSorted((a, b) => (a.key < b.key ? -1 : 1))],
        [
          [decider],
          [
            { key: 'call', sentAt: null, why: '404' },
            { key: card.key, sentAt: BUILT_AT + 5, why: null },
          ].sort((a, b) => (a.key < b.key ? -1 : 1)),
        ],
      );
      await store.send({ messages: [], tasks: [], announcement: { ...announcement, more: 3 } });
      assert.equal((await store.announced(TENANT, first.id))?.more, 3);
    });
  });
}
