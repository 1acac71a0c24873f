import assert from 'node:assert/strict';
import type { FormInput } from '../../../../src/changes/device-group/input/group-input.ts';
import { expireForms, expireRequests } from '../../../../src/jobs/expire.ts';
import { submitRequest } from '../../../../src/requests/deciding/submit.ts';
import { discardRequest } from '../../../../src/requests/drafting/discard.ts';
import { editDraft } from '../../../../src/requests/drafting/edit.ts';
import { dropForm, keepForm, submitForm } from '../../../../src/requests/forms/fill-in.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { BOB, CHANNEL, FINANCE, GroupRoom, PERSONAL } from '../forms/group-room.ts';

const WIDER = {
  ...FINANCE,
  fields: { ...FINANCE.fields, conditions: [{ property: 'os', operator: '', value: 'Windows 10, Windows 11' }] },
} as FormInput;

describe('a draft that is edited', () => {
  let room: GroupRoom;
  beforeEach(async () => {
    room = await GroupRoom.open();
  });
  afterEach(() => room.close());

  /** A draft that was made with a form, its card said. */
  async function drafted(where = CHANNEL): Promise<Request> {
    const form = await submitForm(
      room.services,
      room.press(await room.opened({ kind: 'device-group.create' }, where), FINANCE),
    );
    await room.work();
    await room.said();
    return room.request((await room.form(form.id)).requestId);
  }

  const submit = (request: Request) =>
    submitRequest(room.services, { ...room.click(request), reason: 'Finance asked for it' });

  it('shows its form again where its card stood, with what was typed, and begins its window anew', async () => {
    for (const where of [CHANNEL, PERSONAL]) {
      const draft = await drafted(where);
      room.services.now += 60_000;
      const form = await editDraft(room.services, room.click(draft));
      assert.deepEqual([form.state, form.input, form.requestId], ['open', FINANCE, draft.id]);
      const edited = await room.request(draft.id);
      assert.deepEqual([edited.state, edited.rev, edited.change], ['draft', 2, draft.change]);
      const ends = room.services.now + room.services.policy.draftWindow;
      assert.deepEqual([form.deadline, edited.deadline], [ends, ends]);
      const viewer = where === PERSONAL ? draft.requester.oid : null;
      assert.deepEqual(
        (await room.said()).map(({ activityId, content }) => [activityId, content]),
        [[`act of ${form.id}:form:${where}`, { kind: 'form', formId: form.id, viewer }]],
      );
    }
  });

  it('and sent again is revised, with what follows now, on the record', async () => {
    const draft = await drafted();
    const form = await editDraft(room.services, room.click(draft));
    await submitForm(room.services, room.press(form, WIDER));
    await room.work();
    const revised = await room.request(draft.id);
    assert.deepEqual([revised.number, revised.state, revised.rev], [draft.number, 'draft', 3]);
    assert(revised.change.kind === 'device-group.create');
    assert.deepEqual(revised.change.definition.conditions, [{ property: 'os', values: ['Windows10', 'Windows11'] }]);
    const devices = await room.services.store.affected(draft.id, 0, 10);
    assert.deepEqual(devices.map(({ name }) => name).sort(), ['FIN-1', 'FIN-2']);
    const now = await room.form(form.id);
    assert.deepEqual([now.state, now.draftedInput, now.requestId], ['drafted', WIDER, draft.id]);
    assert.deepEqual(
      (await room.said()).map(({ content }) => content.kind),
      ['request'],
    );
    assert.deepEqual(await room.events(), ['request.drafted', 'request.edit', 'request.revise']);
    const entries = await room.services.store.audit(0, 9);
    for (const { data } of entries) assert.match(JSON.stringify(data), /"roles":\["[^\]]+"\],"marks":\[/);
    const [, , revise] = entries;
    assert(revise);
    const { change, base } = revise.data as { change: unknown; base: unknown };
    assert.deepEqual([change, base], [revised.change, revised.base]);
    assert.equal((await submit(revised)).state, 'pending');
  });

  it('cannot be submitted while its form is open or checked', async () => {
    const draft = await drafted();
    const form = await editDraft(room.services, room.click(draft));
    const edited = await room.request(draft.id);
    await assert.rejects(submit(edited), { code: 'wrong-state', message: /being edited/ });
    await submitForm(room.services, room.press(form, WIDER));
    await assert.rejects(submit(edited), { code: 'wrong-state', message: /being edited/ });
    assert.equal((await room.request(draft.id)).state, 'draft');
  });

  it('cannot be submitted from a card that showed it before it was revised', async () => {
    const draft = await drafted();
    await submitForm(room.services, room.press(await editDraft(room.services, room.click(draft)), WIDER));
    await room.work();
    await assert.rejects(submit(draft), { code: 'card-outdated', message: /changed after that card was drawn/ });
  });

  it('meets its submit: exactly one of them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const input = { ...FINANCE, fields: { ...FINANCE.fields, name: `Finance ${round}` } } as FormInput;
      const sent = await submitForm(room.services, room.press(await room.opened(), input));
      await room.work();
      const draft = await room.request((await room.form(sent.id)).requestId);
      const both = [() => submit(draft), () => editDraft(room.services, room.click(draft))];
      const ended = await Promise.allSettled((round % 2 ? both : both.reverse()).map((act) => act()));
      assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 1);
      const now = await room.request(draft.id);
      const form = await room.form(sent.id);
      assert.deepEqual([now.state, form.state], now.state === 'pending' ? ['pending', 'drafted'] : ['draft', 'open']);
    }
  });

  it('stays as it was when the edit is dropped, and so does its form', async () => {
    const draft = await drafted();
    const kept = await keepForm(room.services, room.press(await editDraft(room.services, room.click(draft)), WIDER));
    const dropped = await dropForm(room.services, room.press(kept));
    assert.deepEqual([dropped.state, dropped.input], ['drafted', FINANCE]);
    assert.deepEqual(
      (await room.said()).map(({ content }) => content.kind),
      ['request'],
    );
    const now = await room.request(draft.id);
    assert.deepEqual(now.change, draft.change);
    assert.deepEqual((await editDraft(room.services, room.click(now))).input, FINANCE);
    assert.deepEqual((await dropForm(room.services, room.press(await room.form(kept.id)))).state, 'drafted');
    assert.equal((await submit(await room.request(draft.id))).state, 'pending');
  });

  it('is edited once, however often the action is delivered', async () => {
    const draft = await drafted();
    const click = room.click(draft);
    const [first, second] = await Promise.all([editDraft(room.services, click), editDraft(room.services, click)]);
    const again = await editDraft(room.services, click);
    assert.deepEqual([first, second, again], [again, again, await room.form(again.id)]);
    assert.equal((await room.request(draft.id)).rev, 2);
  });

  it('keeps what was typed when Edit is selected on another of its cards', async () => {
    const draft = await drafted();
    const kept = await keepForm(room.services, room.press(await editDraft(room.services, room.click(draft)), WIDER));
    assert.deepEqual(await editDraft(room.services, room.click(await room.request(draft.id))), kept);
  });

  it('is edited only by its requester, as long as it is a draft, from its current card', async () => {
    const draft = await drafted();
    await assert.rejects(editDraft(room.services, room.click(draft, BOB)), { code: 'not-allowed' });
    const other = { ...room.click(draft), digest: 'f'.repeat(64) };
    await assert.rejects(editDraft(room.services, other), { code: 'card-outdated' });
    const pending = await submit(draft);
    await assert.rejects(editDraft(room.services, room.click(pending)), {
      code: 'wrong-state',
      message: /is waiting for a decision/,
    });
  });

  it('expires with its form: the draft is discarded, and the message says so', async () => {
    for (const jobs of [
      [expireRequests, expireForms],
      [expireForms, expireRequests],
    ]) {
      const draft = await drafted();
      const form = await editDraft(room.services, room.click(draft));
      await room.said();
      room.services.now = form.deadline ?? 0;
      for (const job of jobs) await job(room.services);
      assert.equal((await room.request(draft.id)).state, 'discarded');
      assert.equal((await room.form(form.id)).state, 'closed');
      assert.equal(await expireForms(room.services), 0);
      assert.equal(await expireRequests(room.services), 0);
      assert.deepEqual(
        (await room.said()).map(({ content }) => content.kind),
        ['request'],
      );
    }
  });

  it('and kept ends no later than its draft', async () => {
    const draft = await drafted();
    const form = await editDraft(room.services, room.click(draft));
    room.services.now += 60_000;
    const kept = await keepForm(room.services, room.press(form, WIDER));
    assert.equal(kept.deadline, (await room.request(draft.id)).deadline);
  });

  it('that is discarded from another card takes its open form along', async () => {
    const draft = await drafted();
    const form = await editDraft(room.services, room.click(draft));
    await discardRequest(room.services, room.click(await room.request(draft.id)));
    assert.equal((await room.form(form.id)).state, 'closed');
    assert.deepEqual(
      (await room.said()).map(({ content }) => content.kind),
      ['request'],
    );
    await assert.rejects(keepForm(room.services, room.press(form, WIDER)), { code: 'wrong-state' });
  });

  it('that is discarded while its edit is checked stays discarded', async () => {
    const draft = await drafted();
    await submitForm(room.services, room.press(await editDraft(room.services, room.click(draft)), WIDER));
    const task = await room.take();
    await discardRequest(room.services, room.click(await room.request(draft.id)));
    await room.run(task);
    assert.equal((await room.request(draft.id)).state, 'discarded');
    assert.deepEqual(await room.events(), ['request.drafted', 'request.edit', 'request.discard']);
  });
});
