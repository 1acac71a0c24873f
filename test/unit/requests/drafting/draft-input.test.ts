import assert from 'node:assert/strict';
import type { GroupInput } from '../../../../src/changes/device-group/input/group-input.ts';
import { submitRequest } from '../../../../src/requests/deciding/submit.ts';
import { editDraft } from '../../../../src/requests/drafting/edit.ts';
import { submitForm } from '../../../../src/requests/forms/fill-in.ts';
import { affectedPage } from '../../../../src/requests/notifying/affected-devices.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { aDevice } from '../../../support/samples/device-samples.ts';
import { ALICE, CHANNEL, FINANCE, GroupRoom, PERSONAL } from '../forms/group-room.ts';

const RENAME: GroupInput = { kind: 'device-group.update', group: { name: 'laptops' }, fields: { level: 'none' } };
const DELETE: GroupInput = { kind: 'device-group.delete', group: { name: 'Laptops' } };

describe('a input in one line', () => {
  let room: GroupRoom;
  beforeEach(async () => {
    room = await GroupRoom.open();
  });
  afterEach(() => room.close());

  async function drafted(input: GroupInput, conversation = CHANNEL): Promise<Request> {
    await room.ask('draft', { input }, { conversation });
    await room.work();
    const [post] = await room.said();
    assert(post?.content.kind === 'request', 'a draft was answered');
    return room.request(post.content.requestId);
  }

  async function nothingFiled(): Promise<void> {
    assert.equal(await room.services.store.requestByNumber(room.services.tenantId, 1), null);
    assert.deepEqual(
      (await room.events()).filter((event) => event.startsWith('request.')),
      [],
    );
  }

  it('becomes a draft of the change that it comes to, with the devices that it would touch', async () => {
    const draft = await drafted(RENAME);
    assert.deepEqual(room.reads, [['groups', 'devices', 'access']]);
    assert.deepEqual([draft.state, draft.requester, draft.origin], ['draft', ALICE, CHANNEL]);
    assert.deepEqual(draft.change, {
      kind: 'device-group.update',
      group: { id: 6, name: 'Laptops' },
      set: { level: 'none' },
    });
    const page = await affectedPage(room.services, draft, 0);
    assert.deepEqual([page.total, page.page, page.pages], [1, 0, 1]);
    assert.deepEqual(page.rows, [{ name: 'HR-1', from: 'Laptops', to: 'Laptops', effect: 'lowered' }]);
  });

  it('is answered with the requester’s own card in a personal chat', async () => {
    const draft = await drafted(RENAME, PERSONAL);
    const [post] = await room.services.store.copies(room.services.tenantId, draft.id);
    const content = { kind: 'request', requestId: draft.id, audience: 'requester', viewer: ALICE.oid };
    assert.deepEqual(post?.content, content);
  });

  it('that is invalid and does not fit the tenant either files nothing; every fault is listed', async () => {
    await room.ask('draft', { input: { ...RENAME, fields: { level: 'sideways', name: '', access: ['Nobody'] } } });
    await room.work();
    const { faults } = await room.notice();
    assert.deepEqual([...new Set(faults?.map(({ field }) => field))].sort(), ['access', 'level', 'name']);
    await nothingFiled();
  });

  it('that does not fit the tenant files nothing; every fault is said', async () => {
    await room.ask('draft', {
      input: { ...FINANCE, fields: { ...FINANCE.fields, name: 'Servers', access: ['Nobody'] } },
    });
    await room.work();
    const { title, faults } = await room.notice();
    assert.equal(title, 'Create a device group');
    assert.deepEqual(faults?.map(({ field }) => field).sort(), ['access', 'name']);
    await nothingFiled();
  });

  it('for what is so already, or what the product does not have, files nothing', async () => {
    await room.ask('draft', { input: { ...RENAME, fields: { level: 'full' } } });
    await room.work();
    assert.match((await room.notice()).text, /already as requested/);
    room.product = 'business';
    await room.ask('draft', { input: DELETE });
    await room.work();
    assert.match((await room.notice()).text, /Defender for Business/);
    await nothingFiled();
  });

  it('files nothing when the tenant does not answer', async () => {
    room.failure = new AirlockError('tenant-signed-out', 'The session with Defender has ended.');
    await room.ask('draft', { input: DELETE });
    await room.work();
    assert.deepEqual(await room.notice().then(({ title, text }) => [title, text]), [
      'Nothing was filed',
      'The session with Defender has ended.',
    ]);
    await nothingFiled();
  });

  it('on an object of an open request is answered with that one', async () => {
    const first = await drafted(RENAME);
    await submitRequest(room.services, { ...room.click(first), reason: 'Pilot has ended' });
    await room.said();
    await room.ask('draft', { input: DELETE });
    await room.work();
    const contents = (await room.said()).map(({ content }) => content);
    assert.deepEqual(contents.map(({ kind }) => kind).sort(), ['answer', 'request']);
    assert.match(JSON.stringify(contents), /#1, asked for by Alice Nguyen( \(.*\))?, is open on the same object/);
    assert.equal(await room.services.store.requestByNumber(room.services.tenantId, 2), null);
  });

  it('can be edited in a form that shows the whole group, without asking the tenant again', async () => {
    const draft = await drafted(RENAME);
    const form = await editDraft(room.services, room.click(draft));
    assert.equal(room.reads.length, 1);
    assert(form.input.kind === 'device-group.update');
    const { name, level, conditions } = form.input.fields;
    assert.deepEqual([name, level, conditions?.length], ['Laptops', 'none', 1]);
    assert.deepEqual(
      form.choices.groups.map((group) => group.name),
      ['Servers', 'Laptops'],
    );
    const input = { ...form.input, fields: { ...form.input.fields, level: 'semi-all-folders' } };
    await submitForm(room.services, room.press(form, input));
    await room.work();
    const revised = await room.request(draft.id);
    assert(revised.change.kind === 'device-group.update');
    assert.deepEqual([revised.rev, revised.change.set], [3, { level: 'semi-all-folders' }]);
  });

  it('that no form asks about cannot be edited, and says what to do', async () => {
    const draft = await drafted(DELETE);
    assert.equal(draft.formId, null);
    await assert.rejects(editDraft(room.services, room.click(draft)), {
      code: 'wrong-state',
      message: /write the command again/,
    });
  });

  it('shows its devices ten a page, and the last page for one that is not there', async () => {
    room.devices = Array.from({ length: 23 }, (_, index) => aDevice({ name: `PC-${index + 100}`, groupId: 6 }));
    const draft = await drafted(DELETE);
    const names = async (page: number) => {
      const { rows, total, pages, page: at } = await affectedPage(room.services, draft, page);
      assert.deepEqual([total, pages], [23, 3]);
      return [at, rows.length, rows[0]?.name];
    };
    assert.deepEqual(await names(0), [0, 10, 'PC-100']);
    assert.deepEqual(await names(2), [2, 3, 'PC-120']);
    assert.deepEqual(await names(9), [2, 3, 'PC-120']);
    assert.deepEqual(await names(-1), [0, 10, 'PC-100']);
  });

  it('of an advanced feature reads no devices and touches none', async () => {
    room.features = { 'automated-investigation': 'off', 'auto-resolve-alerts': 'off' };
    await room.ask('draft', { change: { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' } });
    await room.work();
    const draft = await room.services.store.requestByNumber(room.services.tenantId, 1);
    assert(draft);
    assert.deepEqual(room.reads, [['features']]);
    assert.deepEqual([draft.formId, (await affectedPage(room.services, draft, 0)).total], [null, 0]);
  });
});
