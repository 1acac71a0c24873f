import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type MachineAction, machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { writerApp } from '../../../../src/sandbox/oauth/demo-app.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

/** Each kind as it is asked for, what its route is called, and how many devices it is about. */
const KINDS = [
  { ask: 'isolate LAP-HR-0001, LAP-HR-0002', path: '/isolate', type: 'Isolate', permission: 'Machine.Isolate' },
  {
    ask: 'quick scan LAP-HR-0001, LAP-HR-0002',
    path: '/runAntiVirusScan',
    type: 'RunAntiVirusScan',
    permission: 'Machine.Scan',
  },
] as const;

for (const { ask, path, type, permission } of KINDS)
  describe(`"${ask}", where Defender does not take it as asked`, () => {
    let room: TagRoom;
    beforeEach(async () => {
      room = await TagRoom.open({ environment: { SCAN_APPROVAL: '0' } });
    });
    afterEach(async () => {
      const perDevice = new Map<string, number>();
      for (const { machineId } of ordered()) perDevice.set(machineId, (perDevice.get(machineId) ?? 0) + 1);
      assert(
        [...perDevice.values()].every((times) => times === 1),
        'nothing was ordered twice',
      );
      await room.company.assertAuditHolds();
      await room.company.close();
    });

    const ordered = () => machineActionsOf(room.world).filter((one) => one.source === 'PublicApi' && one.type === type);
    const approved = async (): Promise<TeamsMessage> => {
      const card = await room.approved(ask);
      await room.company.settle();
      return card;
    };

    it('goes on with the others where Defender forbids it on one device', async () => {
      const one = `${room.machine('LAP-HR-0001').id}${path}`;
      const says = { code: 'Forbidden', message: 'User has no access to the device' };
      room.world.faults.push({ surface: 'mde', kind: 'status', status: 403, path: one, says });
      const card = await approved();
      assert.match(cardText(card.card), /1 of 2 ordered\. 1 refused: LAP-HR-0001 \(.*no access to the device/);
      assert.equal(ordered().length, 1);
    });

    it('asks no more once the first three are forbidden, and says so of the others', async () => {
      room.world.faults.push({ surface: 'mde', kind: 'status', status: 403, path });
      const names = [1, 2, 3, 4, 5].map((one) => `LAP-HR-000${one}`).join(', ');
      const card = await room.approved(ask.replace(/LAP-HR-0001.*/, names));
      await room.company.settle();
      assert.match(cardText(card.card), /Failed, refused/);
      await room.company.say('alice', 'devices 1');
      assert.equal(room.last.match(/not asked, since Defender refused those before it/g)?.length, 2);
      assert.equal(ordered().length, 0);
    });

    it('goes on after an answer in another form', async () => {
      room.world.faults.push({ surface: 'mde', kind: 'schema-drift', path, times: 1 });
      const card = await approved();
      await room.pass(31, 4);
      assert.match(cardText(card.card), /2 of 2 ordered/);
      assert.equal(ordered().length, 2);
    });

    it('tells what is being done there already, and orders the rest', async () => {
      const [busy] = machineActionsOf(room.world);
      assert(busy);
      const open: MachineAction = {
        ...busy,
        id: 'by-portal',
        type,
        machineId: room.machine('LAP-HR-0001').id,
        createdAt: room.world.now(),
        waits: null,
      };
      machineActionsOf(room.world).unshift(open);
      const card = await approved();
      assert.match(cardText(card.card), /1 of 2 ordered.*1 refused: LAP-HR-0001 \(Defender is doing something/s);
    });

    it('fails with the missing permission where the identity that writes lacks it', async () => {
      writerApp(room.world).permissions.mde.delete(permission);
      const card = await approved();
      assert.match(cardText(card.card), /Failed, refused/);
      assert.match(cardText(card.card), new RegExp(`lacks the permission ${permission}`));
      assert.deepEqual(ordered(), []);
    });
  });

describe('an action on a device', () => {
  let room: TagRoom;
  afterEach(() => room.company.close());

  it('is stopped where the device stands otherwise by the time it would be written', async () => {
    room = await TagRoom.open();
    const device = room.machine('LAP-HR-0001');
    const act = (type: MachineAction['type'], minutesAgo: number) => {
      const [like] = machineActionsOf(room.world);
      assert(like);
      const createdAt = room.world.now() - minutesAgo * 60_000;
      const own = { id: randomUUID(), type, machineId: device.id, createdAt, listedAt: createdAt };
      machineActionsOf(room.world).unshift({ ...like, ...own, scope: 'Full', waits: 0, takes: 1, ends: 'Succeeded' });
    };
    act('Isolate', 60);
    const card = await room.company.pending('isolate LAP-HR-0001 selectively');
    assert.match(cardText(card.card), /Isolated/);
    act('Unisolate', 1);
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.match(cardText(card.card), /Defender was changed meanwhile|something else is known now/);
    assert.equal(machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi').length, 0);
    await room.company.assertAuditHolds();
  });
});
