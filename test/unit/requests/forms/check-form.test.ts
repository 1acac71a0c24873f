import assert from 'node:assert/strict';
import type { FormInput } from '../../../../src/changes/device-group/input/group-input.ts';
import { approveRequest } from '../../../../src/requests/deciding/approve.ts';
import { submitRequest } from '../../../../src/requests/deciding/submit.ts';
import { discardRequest } from '../../../../src/requests/drafting/discard.ts';
import { checkForm } from '../../../../src/requests/forms/check-form.ts';
import { submitForm } from '../../../../src/requests/forms/fill-in.ts';
import type { Form } from '../../../../src/requests/record/form.ts';
import { expireForm, formDigest } from '../../../../src/requests/rules/form-steps.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { ALICE, BOB, CHANNEL, FINANCE, GroupRoom, PERSONAL } from './group-room.ts';

describe('a form that is checked', () => {
  let room: GroupRoom;
  beforeEach(async () => {
    room = await GroupRoom.open();
  });
  afterEach(() => room.close());

  /** Opens a form, fills it in and sends it; the check is due. */
  async function sent(input: FormInput = FINANCE, where = CHANNEL): Promise<Form> {
    return submitForm(
      room.services,
      room.press(await room.opened({ kind: input.kind, name: 'Laptops' }, where), input),
    );
  }

  it('opens again where its row is not what was sent', async () => {
    const { id: formId, rev } = await sent();
    const digest = formDigest({ ...(await room.form(formId)), requester: BOB });
    await checkForm(room.services, { formId, rev, digest }, await room.take(), () => {});
    const { state, requestId, faults } = await room.form(formId);
    assert.deepEqual([state, requestId], ['open', null]);
    assert.match(faults[0]?.message ?? '', /changed in the database after it was sent\. Nothing was filed/);
  });

  it('becomes a draft with what was typed, what was read and the devices that would move', async () => {
    const form = await sent();
    await room.work();
    assert.deepEqual(room.reads.at(-1), ['groups', 'devices', 'access']);
    const drafted = await room.form(form.id);
    assert.deepEqual([drafted.state, drafted.deadline, drafted.faults], ['drafted', null, []]);
    assert.deepEqual([drafted.input, drafted.draftedInput], [FINANCE, FINANCE]);
    const draft = await room.request(drafted.requestId);
    assert.deepEqual([draft.state, draft.formId, draft.origin, draft.number], ['draft', form.id, CHANNEL, 1]);
    assert.deepEqual(draft.requester, ALICE);
    assert(draft.change.kind === 'device-group.create');
    assert.equal(draft.change.definition.name, 'Finance');
    const devices = await room.services.store.affected(draft.id, 0, 10);
    assert.deepEqual(
      devices.map(({ name }) => name),
      ['FIN-1', 'FIN-2'],
    );
    assert.deepEqual(await room.events(), ['request.drafted']);
  });

  it('turns its message into the draft’s card: everybody’s in a channel, the requester’s own in a personal chat', async () => {
    for (const [where, audience, viewer] of [
      [CHANNEL, 'shared', null],
      [PERSONAL, 'requester', ALICE.oid],
    ] as const) {
      const form = await sent(FINANCE, where);
      await room.work();
      const { requestId } = await room.form(form.id);
      const messages = await room.said();
      const shown = messages.map(({ activityId, content }) => [activityId, content]);
      const content = { kind: 'request', requestId, audience, viewer };
      assert.deepEqual(shown, [[`act of ${form.id}:form:${where}`, content]]);
    }
  });

  it('is open again with every fault that the tenant shows, and all that was typed', async () => {
    const fields = { ...FINANCE.fields, name: 'servers', access: ['Nobody'] };
    const form = await sent({ ...FINANCE, fields } as FormInput);
    await room.work();
    const back = await room.form(form.id);
    assert.deepEqual([back.state, back.input.fields, back.requestId], ['open', fields, null]);
    assert.deepEqual(back.faults.map(({ field }) => field).sort(), ['access', 'name']);
    assert.deepEqual(await room.events(), ['ask.answered']);
    const [post] = await room.said();
    assert.equal(post?.content.kind, 'form', 'the form stands in its message');
  });

  it('is open again with a sentence when the tenant is as asked already', async () => {
    const form = await sent({ kind: 'ungrouped-devices', fields: { level: 'full' } });
    await room.work();
    const back = await room.form(form.id);
    assert.equal(back.state, 'open');
    assert.deepEqual(
      back.faults.map(({ field }) => field),
      [''],
    );
    assert.match(back.faults[0]?.message ?? '', /nothing to approve|already as requested/i);
  });

  it('is open again with a sentence when the product has no device groups any more', async () => {
    const form = await sent();
    room.product = 'business';
    await room.work();
    const back = await room.form(form.id);
    assert.deepEqual([back.state, back.faults[0]?.field], ['open', '']);
    assert.match(back.faults[0]?.message ?? '', /Defender for Business/);
  });

  it('is open again, with nothing lost, when the tenant does not answer', async () => {
    const form = await sent();
    room.failure = new AirlockError('tenant-throttled', 'Defender asks to wait before the next call.');
    await room.work();
    const back = await room.form(form.id);
    assert.deepEqual([back.state, back.input, back.rev], ['open', FINANCE, 3]);
    const message = 'Defender asks to wait before the next call. Nothing was filed, and what you filled in is kept.';
    assert.deepEqual(back.faults, [{ field: '', message }]);
    room.failure = null;
    await submitForm(room.services, room.press(back));
    await room.work();
    assert.equal((await room.form(form.id)).state, 'drafted');
  });

  it('is open again when its requester may no longer ask', async () => {
    const form = await sent();
    room.may = () => false;
    await room.work();
    const back = await room.form(form.id);
    assert.equal(back.state, 'open');
    assert.match(back.faults[0]?.message ?? '', /do not hold a role/);
    assert.equal(room.reads.length, 1, 'the tenant is not asked for them');
  });

  it('tells about the open request on the same object, with its card, and stays open', async () => {
    const first = await sent();
    await room.work();
    const { requestId } = await room.form(first.id);
    const reason = 'Finance asked for it';
    const pending = await submitRequest(room.services, { ...room.click(await room.request(requestId)), reason });
    await room.said();
    const second = await sent();
    await room.work();
    const back = await room.form(second.id);
    assert.equal(back.state, 'open');
    assert.match(back.faults[0]?.message ?? '', /#1, asked for by Alice Nguyen( \(.*\))?, is open on the same object/);
    const card = (await room.said()).find(({ content }) => content.kind === 'request');
    assert.deepEqual(card?.content, { kind: 'request', requestId: pending.id, audience: 'shared', viewer: null });
    assert.equal(card?.activityId, null, 'posted anew, below the form');
  });

  it('is checked once by two instances', async () => {
    const form = await sent();
    const first = await room.take(1000);
    room.services.now += 1000;
    const second = await room.take(1000);
    const ended = await Promise.allSettled([room.run(first), room.run(second)]);
    assert.deepEqual(ended.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal((await room.form(form.id)).state, 'drafted');
    assert.deepEqual(await room.events(), ['request.drafted']);
    assert.equal(await room.services.store.requestByNumber(room.services.tenantId, 2), null);
  });

  it('is not made a draft when it was put away while the tenant was read', async () => {
    const form = await sent();
    const task = await room.take();
    room.services.now = form.deadline ?? 0;
    const { read } = room.services.tenant;
    room.services.tenant.read = async (scopes) => {
      await expireForm(room.services, await room.form(form.id));
      return read(scopes);
    };
    await assert.rejects(room.run(task), { code: 'rev-conflict' });
    assert.equal((await room.form(form.id)).state, 'closed');
    assert.deepEqual(await room.events(), []);
    await room.run(task);
    await assert.rejects(room.services.store.send({ messages: [], tasks: [], completes: task }), {
      code: 'rev-conflict',
    });
  });

  it('of an older rev is not checked', async () => {
    const form = await sent();
    const task = await room.take();
    await room.run({ ...task, payload: { formId: form.id, rev: 1 } });
    assert.equal((await room.form(form.id)).state, 'checking');
  });

  it('ends with its draft: discarded, and the message says so', async () => {
    const form = await sent();
    await room.work();
    await room.said();
    const draft = await room.request((await room.form(form.id)).requestId);
    await discardRequest(room.services, room.click(draft));
    const closed = await room.form(form.id);
    assert.deepEqual([closed.state, closed.deadline], ['closed', null]);
    assert.deepEqual(await room.services.store.affected(draft.id, 0, 10), [], 'its devices are forgotten');
    assert.equal((await room.said())[0]?.content.kind, 'request');
  });

  it('makes a draft that lives on like any other', async () => {
    const form = await sent();
    await room.work();
    const draft = await room.request((await room.form(form.id)).requestId);
    const pending = await submitRequest(room.services, { ...room.click(draft), reason: 'Finance asked for it' });
    assert.equal(pending.state, 'pending');
    assert.equal((await approveRequest(room.services, room.click(pending, BOB))).state, 'approved');
  });
});
