import assert from 'node:assert/strict';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { buildForm } from '../../../support/samples/build-form.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { aCard, aFormCard, anAnswer, aRequest, aTask, filing, next, TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';

const LATER = BUILT_AT + 1_000_000;

export function pruneContract(open: () => Promise<StorePlace>): void {
  describe('pruning', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    async function completeTask(now = BUILT_AT): Promise<void> {
      const task = await store.takeTask(['apply'], 'me', now, 1000);
      assert(task);
      await store.completeTask(task);
    }
    async function deliverAll(now = BUILT_AT): Promise<void> {
      for (const post of await store.takeMessages('me', now, 1000, 50))
        await store.messageShown(post, { activityId: `in ${post.key}`, rev: post.wantedRev, at: now });
    }

    it('deletes completed tasks that were due by then, and frees their keys', async () => {
      await store.send({ messages: [], tasks: [aTask('old'), aTask('new', { dueAt: BUILT_AT + 1 })] });
      await completeTask(LATER);
      await completeTask(LATER);
      assert.equal(await store.prune(BUILT_AT - 1, 9), 0);
      assert.equal(await store.prune(BUILT_AT, 9), 1);
      await store.send({ messages: [], tasks: [aTask('old'), aTask('new')] });
      assert.equal((await store.takeTask(['apply'], 'me', LATER, 1000))?.key, 'old');
      assert.equal(await store.takeTask(['apply'], 'me', LATER, 1000), null);
    });

    it('leaves tasks that are due, claimed or postponed, however old', async () => {
      await store.send({ messages: [], tasks: [aTask('claimed'), aTask('due'), aTask('postponed', { dueAt: 1 })] });
      const postponed = await store.takeTask(['apply'], 'me', BUILT_AT, 1000);
      assert(postponed);
      await store.postponeTask(postponed, BUILT_AT);
      await store.takeTask(['apply'], 'me', BUILT_AT, 1000);
      assert.equal(await store.prune(LATER, 9), 0);
    });

    it('deletes answers that were delivered or given up, and no others', async () => {
      const answers = ['a', 'b', 'c'].map((key) => anAnswer(key, `in ${key}`));
      await store.send({ messages: answers, tasks: [] });
      const [delivered, dropped] = await store.takeMessages('me', BUILT_AT, 1000, 9);
      assert(delivered && dropped);
      await store.messageShown(delivered, { activityId: 'a1', rev: 0, at: BUILT_AT });
      await store.dropMessage(dropped, 'delivery-gone');
      assert.equal(await store.prune(BUILT_AT - 1, 9), 0);
      assert.equal(await store.prune(BUILT_AT, 9), 2);
      assert.deepEqual(
        (await store.takeMessages('me', LATER, 1000, 9)).map(({ key }) => key),
        ['c'],
      );
    });

    it('leaves requests, forms, the cards of both and the chain', async () => {
      const form = buildForm();
      const first = aRequest(1);
      const one = await store.commit(filing(first, { messages: [aCard(first, 'c')], objectLocks: ['o'] }));
      const messages = [aFormCard(form, 'd')];
      await store.send({ messages, tasks: [], form: { form, expectedRev: null } });
      await deliverAll();
      const ended = await store.commit(next(one, { state: 'withdrawn' }));
      await deliverAll();
      const chain = await store.audit(0, 9);
      assert.equal(await store.prune(LATER, 99), 0);
      assert.deepEqual(await store.request(TENANT, one.id), ended);
      assert.deepEqual(await store.form(TENANT, form.id), form);
      assert.equal((await store.copies(TENANT, one.id)).length, 1);
      assert.equal((await store.copies(TENANT, form.id)).length, 1);
      assert.deepEqual(await store.audit(0, 9), chain);
    });

    it('deletes no more at once than it is told, tasks and answers together', async () => {
      const messages = ['a', 'b', 'c'].map((key) => anAnswer(key, `in ${key}`));
      await store.send({ messages, tasks: ['t', 'u', 'v'].map((key) => aTask(key)) });
      for (let done = 0; done < 3; done += 1) await completeTask();
      await deliverAll();
      assert.equal(await store.prune(BUILT_AT, 2), 2);
      assert.equal(await store.prune(BUILT_AT, 2), 2);
      assert.equal(await store.prune(BUILT_AT, 9), 2);
      assert.equal(await store.prune(BUILT_AT, 9), 0);
    });
  });
}
