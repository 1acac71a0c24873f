import assert from 'node:assert/strict';
import type { GroupInput } from '../../../../src/changes/device-group/input/group-input.ts';
import { approveRequest } from '../../../../src/requests/deciding/approve.ts';
import { submitRequest } from '../../../../src/requests/deciding/submit.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { aDevice } from '../../../support/samples/device-samples.ts';
import { BOB, FINANCE, GroupRoom } from '../forms/group-room.ts';

const LOWER: GroupInput = { kind: 'device-group.update', group: { name: 'Laptops' }, fields: { level: 'none' } };

describe('an approved change of device groups', () => {
  let room: GroupRoom;
  beforeEach(async () => {
    room = await GroupRoom.open();
  });
  afterEach(() => room.close());

  async function approved(input: GroupInput): Promise<Request> {
    await room.ask('draft', { input });
    await room.work();
    const draft = await room.services.store.requestByNumber(room.services.tenantId, 1);
    assert(draft);
    const pending = await submitRequest(room.services, { ...room.click(draft), reason: 'Pilot has ended' });
    return approveRequest(room.services, room.click(pending, BOB));
  }

  it('is written when the groups and the devices that would move are what was shown', async () => {
    const request = await approved(FINANCE);
    await room.work();
    assert.deepEqual(room.reads.at(-1), ['groups', 'devices']);
    assert.deepEqual(room.written, [request.change]);
    assert.equal((await room.request(request.id)).state, 'applied');
  });

  it('is written when what has changed has nothing to do with it', async () => {
    const request = await approved(FINANCE);
    room.devices = [...room.devices, aDevice({ name: 'HR-2', groupId: 6 })];
    await room.work();
    assert.equal((await room.request(request.id)).state, 'applied');
  });

  it('becomes stale when other devices would move, and says that it is the devices', async () => {
    const request = await approved(FINANCE);
    room.devices = [...room.devices, aDevice({ name: 'FIN-3', os: 'Windows10', groupId: 1 })];
    await room.work();
    const stale = await room.request(request.id);
    assert.deepEqual([stale.state, stale.closing?.code, room.written], ['stale', 'drift', []]);
    assert.match(stale.closing?.note ?? '', /^The effect on devices is no longer what was shown/);
    assert.deepEqual(stale.closing?.now?.objects, stale.base.objects);
  });

  it('becomes stale when the group was changed, and shows what it is now', async () => {
    const request = await approved(LOWER);
    room.groups = room.groups.map((group) => (group.id === 6 ? { ...group, level: 'semi-all-folders' } : group));
    await room.work();
    const stale = await room.request(request.id);
    assert.deepEqual([stale.state, room.written], ['stale', []]);
    assert.match(stale.closing?.note ?? '', /^Defender was changed after this was asked for.*then and now/);
    assert.match(JSON.stringify(stale.closing?.now?.objects), /semi-all-folders/);
  });

  it('becomes stale when the writer finds the group changed', async () => {
    const request = await approved(LOWER);
    const groups = room.groups.map((group) => (group.id === 6 ? { ...group, description: 'ours' } : group));
    const now = { tenantId: room.services.tenantId, readAt: room.services.now, product: 'plan2', groups } as const;
    room.outcome = { kind: 'drifted', now };
    await room.work();
    const stale = await room.request(request.id);
    assert.equal(stale.state, 'stale');
    assert.match(stale.closing?.note ?? '', /^Defender was changed after this was asked for/);
  });
});
