import assert from 'node:assert/strict';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { anOid } from '../../../support/samples/ids.ts';
import { ALICE, CHANNEL, GroupRoom, PERSONAL } from './group-room.ts';

describe('a form that is asked for', () => {
  let room: GroupRoom;
  beforeEach(async () => {
    room = await GroupRoom.open();
  });
  afterEach(() => room.close());

  it('opens empty for a new group, with the groups to choose from in rank order', async () => {
    const form = await room.opened();
    assert.equal(form.state, 'open');
    assert.deepEqual(form.input, {
      kind: 'device-group.create',
      fields: { name: '', description: '', level: '', conditions: [], access: [] },
    });
    assert.deepEqual(form.choices.groups, [
      { id: 5, name: 'Servers' },
      { id: 6, name: 'Laptops' },
    ]);
    assert.deepEqual([form.requester, form.origin, form.requestId, form.rev], [ALICE, CHANNEL, null, 1]);
    assert.equal(form.deadline, room.services.now + room.services.policy.draftWindow);
    assert.deepEqual(room.reads, [['groups']], 'no devices are read for an empty form');
    assert.deepEqual(await room.events(), [], 'a form is no decision');
  });

  it('is everybody’s to see in a channel, and one person’s in a personal chat', async () => {
    for (const [where, viewer] of [
      [CHANNEL, null],
      [PERSONAL, ALICE.oid],
    ] as const) {
      const form = await room.opened({ kind: 'device-group.create' }, where);
      const [post, ...others] = await room.services.store.copies(room.services.tenantId, form.id);
      assert.deepEqual(others, []);
      assert.equal(post?.key, `${form.id}:form:${where}`);
      assert.deepEqual(post.content, { kind: 'form', formId: form.id, viewer });
    }
  });

  it('starts from the group as it is, found by its name whatever the case', async () => {
    const { input } = await room.opened({ kind: 'device-group.update', name: 'laptops' });
    assert(input.kind === 'device-group.update');
    assert.deepEqual(input.group, { id: 6 });
    assert.deepEqual([input.fields.name, input.fields.level], ['Laptops', 'full']);
    assert.equal(input.fields.conditions?.[0]?.property, 'os');
  });

  it('starts from the ungrouped devices as they are', async () => {
    const { input } = await room.opened({ kind: 'ungrouped-devices' });
    assert.deepEqual(input, { kind: 'ungrouped-devices', fields: { level: 'full', access: [] } });
  });

  it('is not opened for a group that is not there; near names are offered', async () => {
    await room.ask('open-form', { opens: { kind: 'device-group.update', name: 'Labtops' } });
    await room.work();
    assert.match((await room.notice()).text, /no device group called "Labtops".*Laptops/);
    assert.equal(await room.services.store.openForms(room.services.tenantId, ALICE.oid), 0);
  });

  it('is not opened for a product without device groups; the reason is said', async () => {
    room.product = 'business';
    room.groups = [];
    await room.ask('open-form', { opens: { kind: 'device-group.create' } });
    await room.work();
    assert.match((await room.notice()).text, /Defender for Business/);
    assert.equal(await room.services.store.openForms(room.services.tenantId, ALICE.oid), 0);
  });

  it('is not opened where the ungrouped devices are not listed', async () => {
    room.groups = room.groups.filter(({ ungrouped }) => !ungrouped);
    await room.ask('open-form', { opens: { kind: 'ungrouped-devices' } });
    await room.work();
    assert.match((await room.notice()).text, /did not list the ungrouped devices/);
  });

  it('is not opened for somebody who may not ask', async () => {
    room.may = () => false;
    await room.ask('open-form', { opens: { kind: 'device-group.create' } });
    await room.work();
    assert.match((await room.notice()).text, /do not hold a role/);
    assert.deepEqual(room.reads, []);
  });

  it('is answered with what went wrong when the tenant does not answer', async () => {
    room.failure = new AirlockError('tenant-unavailable', 'Defender did not answer in time.');
    await room.ask('open-form', { opens: { kind: 'device-group.create' } });
    await room.work();
    const { title, text } = await room.notice();
    assert.deepEqual([title, text], ['No form was opened', 'Defender did not answer in time.']);
  });

  it('is not opened beyond the policy’s number for one person; others still may', async () => {
    Object.assign(room.services, { policy: { ...room.services.policy, openPerPerson: 2 } });
    await room.opened();
    await room.opened();
    await room.ask('open-form', { opens: { kind: 'device-group.create' } });
    await room.work();
    assert.match((await room.notice()).text, /2 forms open/);
    await room.ask(
      'open-form',
      { opens: { kind: 'device-group.create' } },
      { actor: { oid: anOid('bob'), name: 'Bob' } },
    );
    await room.work();
    assert.equal(await room.services.store.openForms(room.services.tenantId, anOid('bob')), 1);
  });

  it('opens once, when its task is taken up again after a crash', async () => {
    await room.ask('open-form', { opens: { kind: 'device-group.create' } });
    const first = await room.take(1000);
    room.services.now += 1000;
    const second = await room.take(1000);
    await room.run(second);
    await assert.rejects(room.run(first), { code: 'rev-conflict' });
    assert.equal(await room.services.store.openForms(room.services.tenantId, ALICE.oid), 1);
    assert.equal((await room.said()).length, 1);
  });
});
