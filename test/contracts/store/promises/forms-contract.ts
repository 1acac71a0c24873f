import assert from 'node:assert/strict';
import type { FormRevision, Store } from '../../../../src/requests/ports/store.ts';
import type { Form } from '../../../../src/requests/record/form.ts';
import { buildForm } from '../../../support/samples/build-form.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { aFormId, anOid, aTenant } from '../../../support/samples/ids.ts';
import { aFormCard, anAnswer, aRequest, aTask, filing, next, TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';

const OTHER_TENANT = aTenant('22222222-2222-4222-8222-222222222222');

export function formsContract(open: () => Promise<StorePlace>): void {
  describe('forms', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    function aForm(ordinal: number, overrides: Partial<Form> = {}): Form {
      return buildForm({ id: `7a1c3f6e-9d0b-4c6d-8d2e-${String(ordinal).padStart(12, '0')}`, ...overrides });
    }
    const birth = (form: Form): FormRevision => ({ form, expectedRev: null });
    const stepped = (form: Form, patch: Partial<Form> = {}): FormRevision => ({
      form: { ...form, ...patch, rev: form.rev + 1 },
      expectedRev: form.rev,
    });
    const send = (form: FormRevision) => store.send({ messages: [], tasks: [], form });

    it('gives back what was stored, within the tenant', async () => {
      const form = aForm(1, { deadline: BUILT_AT });
      await send(birth(form));
      assert.deepEqual(await store.form(TENANT, form.id), form);
      assert.equal(await store.form(OTHER_TENANT, form.id), null);
      assert.equal(await store.form(TENANT, aFormId('none')), null);
      const step = stepped(form, { state: 'checking', faults: [{ field: 'name', message: 'too long' }] });
      await send(step);
      assert.deepEqual(await store.form(TENANT, form.id), step.form);
    });

    it('refuses a step from a rev that is gone, and lands nothing of the errand', async () => {
      const form = aForm(1);
      await send(birth(form));
      await send(stepped(form, { state: 'closed' }));
      const late = { messages: [anAnswer('p', 'c')], tasks: [aTask('t')], form: stepped(form) };
      await assert.rejects(store.send(late), { name: 'AirlockError', code: 'rev-conflict' });
      assert.equal((await store.form(TENANT, form.id))?.state, 'closed');
      assert.deepEqual(await store.takeMessages('me', BUILT_AT, 1, 9), []);
      assert.equal(await store.takeTask(['apply'], 'me', BUILT_AT, 1), null);
    });

    it('refuses a step of a form that is not there, a second birth, and a rev that does not follow', async () => {
      const form = aForm(1);
      await assert.rejects(send(stepped(form)), { code: 'rev-conflict' });
      await assert.rejects(send(birth({ ...form, rev: 2 })), { code: 'internal' });
      await send(birth(form));
      await assert.rejects(send(birth(form)), { code: 'rev-conflict' });
      await assert.rejects(send({ form: { ...form, rev: 3 }, expectedRev: 1 }), { code: 'internal' });
      assert.equal((await store.form(TENANT, form.id))?.rev, 1);
    });

    it('lands with the step of a request, both or neither', async () => {
      const form = aForm(1);
      await send(birth(form));
      await assert.rejects(store.commit(filing(aRequest(1), { form: { form: { ...form, rev: 3 }, expectedRev: 2 } })), {
        code: 'rev-conflict',
      });
      assert.equal(await store.requestByNumber(TENANT, 1), null);
      const one = await store.commit(filing(aRequest(1), { form: stepped(form, { state: 'drafted' }) }));
      const drafted = await store.form(TENANT, form.id);
      assert.equal(drafted?.state, 'drafted');
      const late = next(one, {}, { form: stepped(drafted) });
      await assert.rejects(store.commit({ ...late, expectedRev: 7, request: { ...one, rev: 8 } }), {
        code: 'rev-conflict',
      });
      assert.equal((await store.form(TENANT, form.id))?.rev, 2);
    });

    it('does not land with a task whose lease is lost', async () => {
      await store.send({ messages: [], tasks: [aTask('t')] });
      const lost = await store.takeTask(['apply'], 'me', BUILT_AT, 10);
      await store.takeTask(['apply'], 'other', BUILT_AT + 10, 10);
      const errand = { messages: [], tasks: [], form: birth(aForm(1)), completes: lost };
      await assert.rejects(store.send(errand), { code: 'rev-conflict' });
      assert.equal(await store.form(TENANT, aForm(1).id), null);
    });

    it('lets exactly one of 30 steps from one rev win, over two handles', async () => {
      const other = await place.open();
      const form = aForm(1);
      await send(birth(form));
      const ended = await Promise.allSettled(
        Array.from({ length: 30 }, (_, index) =>
          (index % 2 ? store : other).send({ messages: [], tasks: [aTask(`t:${index}`)], form: stepped(form) }),
        ),
      );
      assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.equal((await other.form(TENANT, form.id))?.rev, 2);
      assert(await store.takeTask(['apply'], 'me', BUILT_AT, 1000));
      assert.equal(await store.takeTask(['apply'], 'me', BUILT_AT, 1000), null);
    });

    it('finds what has lapsed, earliest first, to the millisecond', async () => {
      for (const [index, deadline] of [300, 100, null, 200].entries()) await send(birth(aForm(index, { deadline })));
      const lapsed = async (now: number, limit = 9) =>
        (await store.overdueForms(now, limit)).map((one) => one.deadline);
      assert.deepEqual(await lapsed(99), []);
      assert.deepEqual(await lapsed(200), [100, 200]);
      assert.deepEqual(await lapsed(1000, 1), [100]);
      assert.equal(await store.nextDue(), 100, 'a loop rests no longer than that');
    });

    it('counts what a person has open or being checked', async () => {
      const states = ['open', 'checking', 'drafted', 'closed'] as const;
      for (const [index, state] of states.entries()) await send(birth(aForm(index, { state })));
      await send(birth(aForm(9, { requester: { oid: anOid('dddddddd-0000-4000-8000-000000000004'), name: 'Dev' } })));
      assert.equal(await store.openForms(TENANT, aForm(1).requester.oid), 2);
      assert.equal(await store.openForms(OTHER_TENANT, aForm(1).requester.oid), 0);
    });

    it('makes every posted copy of its card due with each step', async () => {
      const form = aForm(1);
      const messages = [aFormCard(form, 'c'), aFormCard(form, 'd')];
      await store.send({ messages, tasks: [], form: birth(form) });
      const first = await store.takeMessages('me', BUILT_AT, 1000, 9);
      assert.deepEqual(
        first.map(({ content, wantedRev }) => [content, wantedRev]),
        messages.map(({ content }) => [content, 1]),
      );
      for (const post of first)
        await store.messageShown(post, { activityId: `in ${post.conversation}`, rev: 1, at: 1 });
      assert.deepEqual(await store.takeMessages('me', BUILT_AT, 1000, 9), []);
      await send(stepped(form));
      const due = await store.takeMessages('me', BUILT_AT, 1000, 9);
      assert.deepEqual(
        due.map(({ activityId, wantedRev }) => [activityId, wantedRev]),
        [
          ['in c', 2],
          ['in d', 2],
        ],
      );
      assert.deepEqual((await store.copies(TENANT, form.id)).length, 2, 'they are its copies');
      assert.deepEqual(await store.copies(OTHER_TENANT, form.id), []);
    });
  });
}
