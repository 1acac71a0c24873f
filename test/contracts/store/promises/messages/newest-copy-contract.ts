import assert from 'node:assert/strict';
import { copyKey } from '../../../../../src/requests/ports/outbox.ts';
import type { Store } from '../../../../../src/requests/ports/store.ts';
import { BUILT_AT } from '../../../../support/samples/build-request.ts';
import { aConversation } from '../../../../support/samples/ids.ts';
import { aCard, anAnswer, aRequest, filing, next, TENANT } from '../../a-step.ts';
import type { StorePlace } from '../../store-contract.ts';

/** What is promised of copies of a card that somebody asked for. */
export function newestCopyContract(open: () => Promise<StorePlace>): void {
  describe('copies that are asked for', () => {
    const request = aRequest(1);
    const announced = aCard(request, 'c');
    const instead = anAnswer('instead', 'c').content;
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
      await store.commit(filing(request, { messages: [announced] }));
    });
    afterEach(() => place.discard());

    async function ask(asked: string, room = 'c', by = store): Promise<void> {
      const key = copyKey(asked);
      const newestCopy = { key, requestId: request.id, conversation: aConversation(room), instead };
      await by.send({ messages: [aCard(request, room, { key })], tasks: [], newestCopy });
    }

    async function live(): Promise<readonly string[]> {
      const copies = await store.copies(TENANT, request.id);
      return copies.filter(({ activityId }) => activityId !== null).map(({ key }) => key);
    }

    /** Delivers all that is due. @returns what was sent or updated, by key */
    async function deliver(): Promise<readonly string[]> {
      const sent: string[] = [];
      for (let taken = await take(); taken.length > 0; taken = await take()) {
        for (const one of taken) {
          const rev = one.content.kind === 'answer' ? 0 : one.wantedRev;
          await store.messageShown(one, { activityId: one.activityId ?? `m:${one.key}`, rev, at: BUILT_AT });
          sent.push(`${one.activityId === null ? 'sends' : 'updates'} ${one.content.kind} ${one.key}`);
        }
      }
      return sent;
    }
    const take = () => store.takeMessages('me', BUILT_AT + 99_999, 1000, 9);

    it('give way to the newest of their room, and to no other: the announced one stays', async () => {
      await ask('a1');
      await ask('b1', 'other');
      await deliver();
      await ask('a2', 'c;messageid=7');
      assert.deepEqual(await deliver(), ['updates answer a1:card', 'sends request a2:card']);
      assert.deepEqual(await live(), [announced.key, 'b1:card', 'a2:card']);
      await store.commit(next(request));
      const due = ['updates request b1:card', 'updates request a2:card', `updates request ${announced.key}`];
      assert.deepEqual(new Set(await deliver()), new Set(due));
    });

    it('are not sent at all where nobody tried to before the next one was asked for', async () => {
      for (const asked of ['a1', 'a2', 'a3']) await ask(asked);
      assert.deepEqual(await deliver(), [`sends request ${announced.key}`, 'sends request a3:card']);
    });

    it('are turned after the delivery that was under way', async () => {
      await deliver();
      await ask('a1');
      const [under] = await take();
      assert(under);
      await ask('a2');
      await store.messageShown(under, { activityId: 'm:a1', rev: 1, at: BUILT_AT });
      assert.deepEqual(await deliver(), ['updates answer a1:card', 'sends request a2:card']);
    });

    it('and that Teams may show, since nobody noted what became of them, can still be taken in', async () => {
      await deliver();
      await ask('a1');
      await store.takeMessages('dies', BUILT_AT, 1000, 9);
      await ask('a2');
      await deliver();
      await store.adoptCopy(request.id, aConversation('c'), 'a9');
      const [card] = await take();
      assert.deepEqual([card?.activityId, card?.content.kind], ['a9', 'request']);
    });

    it('but not where what was under way is noted after all', async () => {
      await deliver();
      await ask('a1');
      const [under] = await take();
      assert(under);
      await ask('a2');
      await store.messageShown(under, { activityId: 'm:a1', rev: 1, at: BUILT_AT });
      await deliver();
      await store.adoptCopy(request.id, aConversation('c'), 'a9');
      assert.deepEqual(await take(), []);
    });

    it('that are asked for by an activity which comes again leave the newer ones alone', async () => {
      await ask('a1');
      await ask('a2');
      await deliver();
      await ask('a1');
      assert.deepEqual(await deliver(), []);
      assert.deepEqual(await live(), [announced.key, 'a2:card']);
    });

    it('leave one, however many instances are asked at once', async () => {
      const others = await Promise.all([place.open(), place.open()]);
      const asking = [store, ...others].flatMap((by, at) => [1, 2, 3].map((n) => ask(`a${at}${n}`, 'c', by)));
      await Promise.all(asking);
      await deliver();
      assert.equal((await live()).length, 2);
    });
  });
}
