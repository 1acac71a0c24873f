import assert from 'node:assert/strict';
import { expireForms, expireRequests } from '../../../../src/jobs/expire.ts';
import { submitRequest } from '../../../../src/requests/deciding/submit.ts';
import { discardRequest } from '../../../../src/requests/drafting/discard.ts';
import { editDraft } from '../../../../src/requests/drafting/edit.ts';
import { closeForm, keepForm, submitForm } from '../../../../src/requests/forms/fill-in.ts';
import type { FormWish } from '../../../../src/requests/record/form.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { BOB, CHANNEL, FINANCE, GroupRoom, PERSONAL } from '../forms/group-room.ts';

const WIDER = {
  ...FINANCE,
  fields: { ...FINANCE.fields, conditions: [{ property: 'os', operator: '', value: 'Windows 10, Windows 11' }] },
} as FormWish;

describe('a draft that is edited', () => {
  let room: GroupRoom;
  beforeEach(async () => {
    room = await GroupRoom.open();
  });
  afterEach(() => room.close());

  /** A draft that was made with a form, its card said. */
  async function drafted(where = CHANNEL): Promise<Request> {
    const form = await submitForm(
      room.parts,
      room.press(await room.opened({ kind: 'device-group.create' }, where), FINANCE),
    );
    await room.work();
    await room.said();
    return room.request((await room.form(form.id)).requestId);
  }

  const submit = (request: Request) =>
    submitRequest(room.parts, { ...room.click(request), reason: 'Finance asked for it' });

  it('shows its form again where its card stood, with what was typed, and begins its window anew', async () => {
    for (const where of [CHANNEL, PERSONAL]) {
      const draft = await drafted(where);
      room.parts.now += 60_000;
      const form = await editDraft(room.parts, room.click(draft));
      assert.deepEqual([form.state, form.wish, form.requestId], ['open', FINANCE, draft.id]);
      const edited = await room.request(draft.id);
      assert.deepEqual([edited.state, edited.rev, edited.change], ['draft', 2, draft.change]);
      const ends = room.parts.now + room.parts.policy.draftWindow;
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
    const form = await editDraft(room.parts, room.click(draft));
    await submitForm(room.parts, room.press(form, WIDER));
    await room.work();
    const revised = await room.request(draft.id);
    assert.deepEqual([revised.number, revised.state, revised.rev], [draft.number, 'draft', 3]);
    assert(revised.change.kind === 'device-group.create');
    assert.deepEqual(revised.change.definition.conditions, [{ property: 'os', values: ['Windows10', 'Windows11'] }]);
    const devices = await room.parts.store.affected(draft.id, 0, 10);
    assert.deepEqual(devices.map(({ name }) => name).sort(), ['FIN-1', 'FIN-2']);
    const now = await room.form(form.id);
    assert.deepEqual([now.state, now.draftedWish, now.requestId], ['drafted', WIDER, draft.id]);
    assert.deepEqual(
      (await room.said()).map(({ content }) => content.kind),
      ['request'],
    );
    assert.deepEqual(await room.events(), ['request.drafted', 'request.edit', 'request.revise']);
    const [, , revise] = await room.parts.store.audit(0, 9);
    assert(revise);
    const { change, base } = revise.data as { change: unknown; base: unknown };
    assert.deepEqual([change, base], [revised.change, revised.base]);
    assert.equal((await submit(revised)).state, 'pending');
  });

  it('cannot be submitted while its form is open or checked', async () => {
    const draft = await drafted();
    const form = await editDraft(room.parts, room.click(draft));
    const edited = await room.request(draft.id);
    await assert.rejects(submit(edited), { code: 'wrong-state', message: /being edited/ });
    await submitForm(room.parts, room.press(form, WIDER));
    await assert.rejects(submit(edited), { code: 'wrong-state', message: /being edited/ });
    assert.equal((await room.request(draft.id)).state, 'draft');
  });

  it('cannot be submitted from a card that showed it before it was revised', async () => {
    const draft = await drafted();
    await submitForm(room.parts, room.press(await editDraft(room.parts, room.click(draft)), WIDER));
    await room.work();
    await assert.rejects(submit(draft), { code: 'rev-conflict', message: /out of date/ });
  });

  it('meets its submit: exactly one of them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const wish = { ...FINANCE, fields: { ...FINANCE.fields, name: `Finance ${round}` } } as FormWish;
      const sent = await submitForm(room.parts, room.press(await room.opened(), wish));
      await room.work();
      const draft = await room.request((await room.form(sent.id)).requestId);
      const both = [() => submit(draft), () => editDraft(room.parts, room.click(draft))];
      const ended = await Promise.allSettled((round % 2 ? both : both.reverse()).map((act) => act()));
      assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 1);
      const now = await room.request(draft.id);
      const form = await room.form(sent.id);
      assert.deepEqual([now.state, form.state], now.state === 'pending' ? ['pending', 'drafted'] : ['draft', 'open']);
    }
  });

  it('stays as it was when the edit is dropped, and so does its form', async () => {
    const draft = await drafted();
    const kept = await keepForm(room.parts, room.press(await editDraft(room.parts, room.click(draft)), WIDER));
    const dropped = await closeForm(room.parts, room.press(kept));
    assert.deepEqual([dropped.state, dropped.wish], ['drafted', FINANCE]);
    assert.deepEqual(
      (await room.said()).map(({ content }) => content.kind),
      ['request'],
    );
    const now = await room.request(draft.id);
    assert.deepEqual(now.change, draft.change);
    assert.deepEqual((await editDraft(room.parts, room.click(now))).wish, FINANCE);
    assert.deepEqual((await closeForm(room.parts, room.press(await room.form(kept.id)))).state, 'drafted');
    assert.equal((await submit(await room.request(draft.id))).state, 'pending');
  });

  it('is edited once, however often the press is delivered', async () => {
    const draft = await drafted();
    const click = room.click(draft);
    const [first, second] = await Promise.all([editDraft(room.parts, click), editDraft(room.parts, click)]);
    const again = await editDraft(room.parts, click);
    assert.deepEqual([first, second, again], [again, again, await room.form(again.id)]);
    assert.equal((await room.request(draft.id)).rev, 2);
  });

  it('keeps what was typed since when Edit is pressed on another of its cards', async () => {
    const draft = await drafted();
    const kept = await keepForm(room.parts, room.press(await editDraft(room.parts, room.click(draft)), WIDER));
    assert.deepEqual(await editDraft(room.parts, room.click(await room.request(draft.id))), kept);
  });

  it('is edited by its requester alone, as long as it is a draft, from its current card', async () => {
    const draft = await drafted();
    await assert.rejects(editDraft(room.parts, room.click(draft, BOB)), { code: 'not-allowed' });
    await assert.rejects(editDraft(room.parts, { ...room.click(draft), rev: 7 }), { code: 'rev-conflict' });
    const pending = await submit(draft);
    await assert.rejects(editDraft(room.parts, room.click(pending)), {
      code: 'wrong-state',
      message: /waits for a decision/,
    });
  });

  it('lapses with its form: the draft is discarded, and the message says so', async () => {
    for (const jobs of [
      [expireRequests, expireForms],
      [expireForms, expireRequests],
    ]) {
      const draft = await drafted();
      const form = await editDraft(room.parts, room.click(draft));
      await room.said();
      room.parts.now = form.deadline ?? 0;
      for (const job of jobs) await job(room.parts);
      assert.equal((await room.request(draft.id)).state, 'discarded');
      assert.equal((await room.form(form.id)).state, 'closed');
      assert.equal(await expireForms(room.parts), 0);
      assert.equal(await expireRequests(room.parts), 0);
      assert.deepEqual(
        (await room.said()).map(({ content }) => content.kind),
        ['request'],
      );
    }
  });

  it('and kept ends no later than its draft', async () => {
    const draft = await drafted();
    const form = await editDraft(room.parts, room.click(draft));
    room.parts.now += 60_000;
    const kept = await keepForm(room.parts, room.press(form, WIDER));
    assert.equal(kept.deadline, (await room.request(draft.id)).deadline);
  });

  it('that is discarded from another card takes its open form along', async () => {
    const draft = await drafted();
    const form = await editDraft(room.parts, room.click(draft));
    await discardRequest(room.parts, room.click(await room.request(draft.id)));
    assert.equal((await room.form(form.id)).state, 'closed');
    assert.deepEqual(
      (await room.said()).map(({ content }) => content.kind),
      ['request'],
    );
    await assert.rejects(keepForm(room.parts, room.press(form, WIDER)), { code: 'wrong-state' });
  });

  it('that is discarded while its edit is checked stays discarded', async () => {
    const draft = await drafted();
    await submitForm(room.parts, room.press(await editDraft(room.parts, room.click(draft)), WIDER));
    const task = await room.take();
    await discardRequest(room.parts, room.click(await room.request(draft.id)));
    await room.run(task);
    assert.equal((await room.request(draft.id)).state, 'discarded');
    assert.deepEqual(await room.events(), ['request.drafted', 'request.edit', 'request.discard']);
  });
});
