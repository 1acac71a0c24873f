import assert from 'node:assert/strict';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { anOid } from '../../../support/samples/ids.ts';
import { aCard, anAnswer, aRequest, aTask, filing, next, TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';

const KINDS = ['apply', 'reconcile'] as const;

export function tasksContract(open: () => Promise<StorePlace>): void {
  describe('tasks', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    const take = (now = BUILT_AT, owner = 'me', of: Store = store) => of.takeTask(KINDS, owner, now, 1000);

    it('gives out the earliest due of the asked kinds, whole', async () => {
      const later = aTask('later', { dueAt: BUILT_AT - 1 });
      const first = aTask('first', { dueAt: BUILT_AT - 2, payload: { deep: [1, null] } });
      await store.send({ messages: [], tasks: [later, first, aTask('draft', { kind: 'draft', dueAt: 1 })] });
      assert.equal(await store.takeTask(['announce'], 'me', BUILT_AT, 1), null);
      assert.equal(await take(BUILT_AT - 3), null, 'not due yet');
      const taken = await take();
      assert(taken);
      const { id, attempts, lease, ...rest } = taken;
      assert.deepEqual(rest, first);
      assert.equal(attempts, 0);
      assert(id > 0 && lease !== '');
      assert.equal((await take())?.key, 'later');
      assert.equal(await take(), null);
    });

    it('files what somebody asked for until as many of theirs wait, and a key once', async () => {
      const by = anOid('alice');
      const ask = (key: string, oid = by) =>
        store.fileTask(aTask(key, { kind: 'draft', payload: { text: `"${by}"`, actor: { oid } } }), oid, ['draft'], 2);
      await store.send({ messages: [], tasks: [aTask('theirs', { payload: { actor: { oid: by } } })] });
      assert.deepEqual(await Promise.all([ask('a'), ask('b')]), [true, true]);
      assert.deepEqual([await ask('c'), await ask('a')], [false, true]);
      const done = await store.takeTask(['draft'], 'me', BUILT_AT, 1000);
      assert.equal(await ask('c'), false, 'while it runs');
      await store.completeTask(done ?? assert.fail());
      assert.equal(await ask('c'), true);
      assert.equal(await ask('bob', anOid('bob')), true, 'another person waits apart');
      const crowd = Array.from({ length: 6 }, (_one, index) => ask(`crowd-${index}`, anOid('grace')));
      assert.equal((await Promise.all(crowd)).filter(Boolean).length, 2);
    });

    it('tells what stands beside a task with it, and not with one that waits too long or is filed already', async () => {
      const by = anOid('alice');
      const ask = (key: string, text: string) => {
        const payload = { actor: { oid: by } };
        const told = { messages: [anAnswer(text, 'c')] };
        return store.fileTask(aTask(key, { kind: 'draft', payload }), by, ['draft'], 1, told);
      };
      assert.deepEqual([await ask('a', 'one'), await ask('a', 'two'), await ask('b', 'three')], [true, true, false]);
      const [message, ...others] = await store.takeMessages('me', BUILT_AT, 1000, 9);
      assert.equal(message?.key, 'one');
      await store.messageShown(message, { activityId: 'a1', rev: 0, at: 1 });
      assert.deepEqual([others, await store.takeMessages('me', BUILT_AT, 1000, 9)], [[], []]);
    });

    it('makes waiting ones of a kind due earlier, and leaves alone those that are claimed, done or of another kind', async () => {
      const later = { dueAt: BUILT_AT + 9_000 };
      const tasks = ['one', 'done', 'claimed'].map((key) => aTask(key, later));
      await store.send({ messages: [], tasks: [...tasks, aTask('other', { ...later, kind: 'reconcile' })] });
      const keys = new Map<string, Awaited<ReturnType<typeof take>>>();
      for (const _one of tasks) {
        const taken = await store.takeTask(['apply'], 'me', BUILT_AT + 9_000, 1_000);
        keys.set(taken?.key ?? '', taken);
      }
      await store.completeTask(keys.get('done') ?? assert.fail());
      await store.postponeTask(keys.get('one') ?? assert.fail(), BUILT_AT + 20_000);
      await store.hastenTasks(TENANT, 'apply', BUILT_AT + 9_500);
      assert.equal((await take(BUILT_AT + 9_499))?.kind, 'reconcile');
      assert.equal((await take(BUILT_AT + 9_500))?.key, 'one');
      assert.equal(await take(BUILT_AT + 9_500), null);
    });

    it('leaves a claimed one alone until its lease has run out', async () => {
      const other = await place.open();
      await store.send({ messages: [], tasks: [aTask('t')] });
      const mine = await take();
      assert(mine);
      assert.equal(await take(BUILT_AT + 999, 'other', other), null);
      const theirs = await take(BUILT_AT + 1000, 'other', other);
      assert.equal(theirs?.key, 't');
      await assert.rejects(store.send({ messages: [], tasks: [], completes: mine }), { code: 'rev-conflict' });
      await store.completeTask(mine);
      await store.postponeTask(mine, 0);
      assert.equal(await take(BUILT_AT + 1500), null, 'a lost lease changes nothing');
      await other.completeTask(theirs);
      assert.equal(await take(BUILT_AT + 9999), null);
    });

    it('does not land a step whose task was lost', async () => {
      const one = await store.commit(filing(aRequest(1), { tasks: [aTask('t')] }));
      const lost = await take();
      await take(BUILT_AT + 1000, 'other');
      await assert.rejects(store.commit(next(one, {}, { completes: lost })), { code: 'rev-conflict' });
      assert.equal((await store.request(TENANT, one.id))?.rev, 1);
    });

    it('completes a task with its step, both or neither', async () => {
      const one = await store.commit(filing(aRequest(1), { tasks: [aTask('t')] }));
      const task = await take();
      await assert.rejects(store.commit(filing(aRequest(1, { rev: 9 }), { expectedRev: 8, completes: task })));
      await store.commit(next(one, {}, { completes: task }));
      assert.equal(await take(BUILT_AT + 9999), null);
    });

    it('has two of one lease’s holders told apart', async () => {
      await store.send({ messages: [], tasks: [aTask('t')] });
      const before = await take();
      const after = await take(BUILT_AT + 1000);
      assert(before && after);
      assert.notEqual(before.lease, after.lease);
    });

    it('gives a postponed one back at its time, with one attempt more', async () => {
      await store.send({ messages: [], tasks: [aTask('t')] });
      const task = await take();
      assert(task);
      await store.postponeTask(task, BUILT_AT + 50);
      assert.equal(await take(BUILT_AT + 49), null);
      assert.equal((await take(BUILT_AT + 50))?.attempts, 1);
    });

    it('takes one key once, completed or not', async () => {
      await store.send({ messages: [anAnswer('p', 'c')], tasks: [aTask('t')] });
      await store.send({ messages: [anAnswer('p', 'd')], tasks: [aTask('t', { payload: { n: 2 } })] });
      const task = await take();
      assert.deepEqual(task?.payload, { n: 1 });
      assert(task);
      await store.completeTask(task);
      await store.send({ messages: [], tasks: [aTask('t')] });
      assert.equal(await take(), null);
      const messages = await store.takeMessages('me', BUILT_AT, 1, 9);
      assert.deepEqual(
        messages.map(({ conversation }) => conversation),
        ['c'],
      );
    });

    it('gives each task to one of many takers, over two handles', async () => {
      const other = await place.open();
      await store.send({ messages: [], tasks: Array.from({ length: 10 }, (_, index) => aTask(`t:${index}`)) });
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, index) => take(BUILT_AT, `o${index}`, index % 2 ? store : other)),
      );
      const keys = taken.flatMap((task) => (task ? [task.key] : []));
      assert.equal(new Set(keys).size, keys.length);
      for (let task = await take(); task; task = await take()) keys.push(task.key);
      assert.equal(keys.length, 10);
    });

    it('gives the right to write to one at a time, over two handles', async () => {
      const other = await place.open();
      await store.send({ messages: [], tasks: [aTask('t')] });
      const task = await take(BUILT_AT);
      assert(task);
      const writer = (owner: string, of = store) => of.takeWriter(TENANT, owner, BUILT_AT, 1000);
      const taken = await Promise.all([writer('a'), writer('b', other), writer('c'), writer('d', other)]);
      const [right, ...others] = taken.filter((one) => one !== null);
      assert(right && others.length === 0);
      assert.equal(await right.holds(task), true);
      assert.equal((await take(BUILT_AT + 1000, 'another', other))?.id, task.id);
      assert.equal(await right.holds(task), false, 'another has taken the task');
      await right.release();
      assert.equal(await right.holds(task), false);
      const next = await writer('b', other);
      assert(next);
      await next.release();
    });

    it('says how long a loop may rest', async () => {
      assert.equal(await store.nextDue(), null);
      const one = await store.commit(filing(aRequest(1, { deadline: BUILT_AT + 900 })));
      assert.equal(await store.nextDue(), BUILT_AT + 900);
      await store.send({ messages: [], tasks: [aTask('t', { dueAt: BUILT_AT + 500 })] });
      assert.equal(await store.nextDue(), BUILT_AT + 500);
      await take(BUILT_AT + 500);
      assert.equal(await store.nextDue(), BUILT_AT + 900, 'a claimed one counts from the end of its lease');
      await store.send({ messages: [aCard(one, 'c', { dueAt: BUILT_AT + 100 })], tasks: [] });
      assert.equal(await store.nextDue(), BUILT_AT + 100);
    });
  });
}
