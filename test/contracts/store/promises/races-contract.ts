import assert from 'node:assert/strict';
import type { Contact } from '../../../../src/requests/ports/outbox.ts';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { isAirlockError } from '../../../../src/shared/errors.ts';
import { readChain, verifyChain } from '../../../../src/store/audit-chain.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { buildForm } from '../../../support/samples/build-form.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { aConversation, anOid } from '../../../support/samples/ids.ts';
import { aCard, aFormCard, anAnswer, aRequest, aTask, filing, next, OBJECT, TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';

/** How often a race is run that could end well by luck. */
const ROUNDS = 30;

export function racesContract(open: () => Promise<StorePlace>): void {
  describe('two instances at once', () => {
    let place: StorePlace;
    let one: Store;
    let other: Store;
    beforeEach(async () => {
      place = await open();
      one = await place.open();
      other = await place.open();
    });
    afterEach(() => place.discard());

    /** The two in turns, `count` calls side by side. */
    const crowd = <T>(count: number, call: (store: Store, index: number) => Promise<T>): Promise<T[]> =>
      Promise.all(Array.from({ length: count }, (_, index) => call(index % 2 ? one : other, index)));

    it('let one of many requests hold an object, and name it to the others', async () => {
      const drafts = await crowd(20, (store, index) => store.commit(filing(aRequest(index, { state: 'draft' }))));
      const ended = await Promise.allSettled(
        drafts.map((draft, index) =>
          (index % 2 ? one : other).commit(next(draft, { state: 'pending' }, { objectLocks: [OBJECT] })),
        ),
      );
      const holder = await one.lockedBy(TENANT, OBJECT);
      assert(holder);
      const refused = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
      assert.equal(refused.length, 19);
      for (const error of refused) {
        assert(isAirlockError(error, 'duplicate-request'), String(error));
        assert.deepEqual(error.details, { number: holder.number, id: holder.id });
      }
    });

    it('leave no card behind that is filed while its request or form moves on', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const request = await one.commit(filing(aRequest(round)));
        const form = buildForm({ id: `form-${round}` });
        await other.send({ messages: [], tasks: [], form: { form, expectedRev: null } });
        await Promise.all([
          one.commit(next(request, {}, { form: { form: { ...form, rev: 2 }, expectedRev: 1 } })),
          other.send({ messages: [aCard(request, `c${round}`), aFormCard(form, `c${round}`)], tasks: [] }),
        ]);
        const cards = [...(await one.copies(TENANT, request.id)), ...(await one.copies(TENANT, form.id))];
        assert.deepEqual(
          cards.map(({ wantedRev }) => wantedRev),
          [2, 2],
        );
      }
    });

    it('never speak into one conversation together', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const messages = Array.from({ length: 12 }, (_, index) => anAnswer(`p${round}:${index}`, `c${round}`));
        await one.send({ messages, tasks: [] });
        const taken = await crowd(4, (store, index) => store.takeMessages(`o${index}`, BUILT_AT, 1000, 1));
        assert.deepEqual(
          taken.flat().map(({ key }) => key),
          [`p${round}:0`],
        );
      }
    });

    it('keep the personal chat of a person whom the other meets elsewhere', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const oid = `person-${round}`;
        const met: Contact = {
          tenantId: TENANT,
          oid: anOid(oid),
          mri: `29:${oid}`,
          name: 'Bob',
          personal: null,
          seenAt: 1,
        };
        await Promise.all([
          one.rememberContact({ ...met, personal: aConversation(`a:${oid}`) }),
          other.rememberContact(met),
        ]);
        const [contact] = await one.contacts(TENANT, [anOid(oid)]);
        assert.equal(contact?.personal, `a:${oid}`);
      }
    });

    it('take in a lost copy once', async () => {
      const [request, room] = [aRequest(1), aConversation('c')];
      await one.commit(filing(request, { messages: [aCard(request, 'c')] }));
      for (const now of [BUILT_AT, BUILT_AT + 1000]) await one.takeMessages('me', now, 1000, 8);
      await crowd(8, (store, index) => store.adoptCopy(request.id, room, `found ${index}`));
      assert.equal((await one.copies(TENANT, request.id)).length, 2);
    });

    it('enqueue once what both are asked for', async () => {
      await crowd(20, (store) => store.send({ messages: [anAnswer('p', 'c')], tasks: [aTask('t'), aTask('u')] }));
      const taken = [];
      for (let task = await one.takeTask(['apply'], 'me', BUILT_AT, 9); task; ) {
        taken.push(task.key);
        task = await one.takeTask(['apply'], 'me', BUILT_AT, 9);
      }
      assert.deepEqual(taken, ['t', 'u']);
    });

    it('step, claim and deliver without being in each other’s way, and end current with a whole chain', async () => {
      const requests = await crowd(6, (store, index) => {
        const request = aRequest(index);
        const messages = ['c', 'd', 'e'].map((conversation) => aCard(request, `${conversation}${index % 3}`));
        return store.commit(filing(request, { messages, tasks: [aTask(`t${index}`)] }));
      });
      const deliver = async (store: Store, owner: string): Promise<number> => {
        const messages = await store.takeMessages(owner, BUILT_AT, 1000, 8);
        for (const post of messages)
          await store.messageShown(post, { activityId: `in ${post.key}`, rev: post.wantedRev, at: BUILT_AT });
        return messages.length;
      };
      await Promise.all([
        crowd(6, async (store, index) => {
          let request = requests[index];
          for (let step = 0; step < 10 && request; step += 1) request = await store.commit(next(request));
        }),
        crowd(6, async (store, index) => {
          for (let round = 0; round < 10; round += 1) await deliver(store, `o${index}`);
        }),
        crowd(6, (store, index) => store.takeTask(['apply'], `o${index}`, BUILT_AT, 1000)),
      ]);
      while ((await deliver(one, 'last')) > 0);
      for (const { id } of requests) {
        assert.equal((await one.request(TENANT, id))?.rev, 11);
        for (const post of await one.copies(TENANT, id))
          assert.deepEqual([post.wantedRev, post.activityId !== null], [11, true]);
      }
      const verdict = await verifyChain(readChain(other), TEST_KEYS.known);
      assert.equal(verdict.ok && verdict.count, 66);
    });
  });
}
