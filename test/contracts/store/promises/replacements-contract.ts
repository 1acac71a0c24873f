import assert from 'node:assert/strict';
import type { OutboxMessage } from '../../../../src/requests/ports/outbox.ts';
import type { Replacement, Store } from '../../../../src/requests/ports/store.ts';
import { buildForm } from '../../../support/samples/build-form.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { aConversation } from '../../../support/samples/ids.ts';
import { aCard, aFormCard, aRequest, filing, next, TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';

export function turnsContract(open: () => Promise<StorePlace>): void {
  describe('posts that are turned', () => {
    const form = buildForm();
    const request = aRequest(1);
    const key = aFormCard(form, 'c').key;
    const intoRequest: Replacement = { key, content: aCard(request, 'c').content };
    const intoForm: Replacement = { key, content: aFormCard(form, 'c').content };
    const drafted = { form: { ...form, rev: 2 }, expectedRev: 1 };
    let place: StorePlace;
    let store: Store;
    let now: number;
    beforeEach(async () => {
      now = BUILT_AT;
      place = await open();
      store = await place.open();
      const messages = [aFormCard(form, 'c')];
      await store.send({ messages, tasks: [], form: { form, expectedRev: null } });
    });
    afterEach(() => place.discard());

    async function takeOne(): Promise<OutboxMessage> {
      const [post, ...others] = await store.takeMessages('me', now, 1000, 9);
      assert(post);
      assert.deepEqual(others, []);
      return post;
    }

    it('show the other thing in the message that they stand in, from then on', async () => {
      await store.messageShown(await takeOne(), { activityId: 'a1', rev: 1, at: 1 });
      const one = await store.commit(filing(request, { form: drafted, replacements: [intoRequest] }));
      const turned = await takeOne();
      assert.deepEqual(turned.content, intoRequest.content);
      assert.deepEqual([turned.key, turned.activityId, turned.wantedRev], [key, 'a1', 1]);
      await store.messageShown(turned, { activityId: 'a1', rev: 1, at: 2 });
      assert.deepEqual(await store.takeMessages('me', BUILT_AT + 99_999, 1, 9), []);
      assert.equal((await store.copies(TENANT, request.id)).length, 1);
      assert.deepEqual(await store.copies(TENANT, form.id), []);
      await store.send({ messages: [], tasks: [], form: { form: { ...form, rev: 3 }, expectedRev: 2 } });
      assert.deepEqual(
        await store.takeMessages('me', BUILT_AT + 99_999, 1, 9),
        [],
        'the form is no longer shown there',
      );
      await store.commit(next(one));
      assert.equal((await takeOne()).wantedRev, 2);
    });

    it('are drawn again at once where they changed meanwhile, and after a pause where their row was put back', async () => {
      const early = await takeOne();
      await store.send({ messages: [], tasks: [], form: { form: { ...form, rev: 2 }, expectedRev: 1 } });
      await store.messageShown(early, { activityId: 'a1', rev: 1, at: BUILT_AT });
      for (const pause of [60_000, 120_000, 240_000]) {
        const post = await takeOne();
        assert.equal(post.wantedRev, 2);
        // The drawing finds the row as it was before, since somebody put it back.
        await store.messageShown(post, { activityId: 'a1', rev: 1, at: now });
        assert.deepEqual(await store.takeMessages('me', now + pause - 1, 1000, 9), []);
        now += pause;
      }
      await store.messageShown(await takeOne(), { activityId: 'a1', rev: 2, at: now });
      assert.deepEqual(await store.takeMessages('me', now + 99 * 3_600_000, 1000, 9), []);
    });

    it('are found by what Teams shows, in their room alone, and know whether it showed what they are about', async () => {
      const post = await takeOne();
      assert.equal(post.wasShown, false);
      await store.messageShown(post, { activityId: 'a1', rev: 1, at: 1 });
      const find = (room: string, id: string) => store.shownMessage(TENANT, aConversation(room), id);
      assert.deepEqual([(await find('c', 'a1'))?.key, await find('d', 'a1'), await find('c', 'a2')], [key, null, null]);
      assert.equal((await find('c', 'a1'))?.wasShown, true);
      await store.commit(filing(request, { form: drafted, replacements: [intoRequest] }));
      assert.equal((await find('c', 'a1'))?.wasShown, false, 'it showed the form, and never the draft');
    });

    it('are sent anew where there is no such message, or where it was dropped', async () => {
      const otherwise = aCard(request, 'd');
      const post = await takeOne();
      await store.dropMessage(post, 'gone');
      await store.commit(filing(request, { replacements: [{ ...intoRequest, otherwise }] }));
      assert.equal((await takeOne()).key, otherwise.key);
    });

    it('and can be turned back', async () => {
      await store.commit(filing(request, { form: drafted, replacements: [intoRequest] }));
      const edited = { form: { ...form, rev: 3 }, expectedRev: 2 };
      await store.send({ messages: [], tasks: [], form: edited, replacements: [intoForm] });
      const post = await takeOne();
      assert.deepEqual([post.content, post.wantedRev], [intoForm.content, 3]);
      assert.deepEqual(await store.copies(TENANT, request.id), []);
    });

    it('stay due when they were turned while the old thing was delivered, whatever its rev', async () => {
      const late = { form: { ...form, rev: 2 }, expectedRev: 1 };
      await store.send({ messages: [], tasks: [], form: late });
      const before = await takeOne();
      assert.equal(before.wantedRev, 2);
      const step = filing(request, {
        form: { form: { ...form, rev: 3 }, expectedRev: 2 },
        replacements: [intoRequest],
      });
      await store.commit(step);
      await store.messageShown(before, { activityId: 'a1', rev: 2, at: 1 });
      const after = await takeOne();
      assert.deepEqual([after.content, after.activityId], [intoRequest.content, 'a1']);
    });

    it('are passed over when they are not known or were given up', async () => {
      await store.dropMessage(await takeOne(), 'gone');
      const replacements = [intoRequest, { ...intoRequest, key: 'none' }];
      await store.commit(filing(request, { form: drafted, replacements }));
      assert.deepEqual(await store.takeMessages('me', BUILT_AT + 99_999, 1, 9), []);
      assert.deepEqual(await store.copies(TENANT, request.id), []);
    });

    it('are turned with their step or not at all', async () => {
      await store.commit(filing(aRequest(2)));
      const taken = { form: { ...form, rev: 9 }, expectedRev: 8 };
      await assert.rejects(store.send({ messages: [], tasks: [], form: taken, replacements: [intoRequest] }), {
        code: 'rev-conflict',
      });
      assert.deepEqual((await takeOne()).content, intoForm.content);
    });
  });
}
