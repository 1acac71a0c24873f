import assert from 'node:assert/strict';
import { actionHabitsOf, machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

describe('orders to cancel of which Defender does not cancel one', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open({ environment: { SCAN_APPROVAL: '0' } });
    actionHabitsOf(room.world).held = true;
  });
  afterEach(() => room.company.close());

  const ordered = () => machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi');

  async function scanned(): Promise<TeamsMessage> {
    const card = await room.approved('scan LAP-HR-0001, LAP-HR-0002, LAP-HR-0003');
    await room.company.settle();
    assert.equal(ordered().length, 3);
    return card;
  }

  for (const [status, says] of [
    [403, /Defender did not cancel 1: LAP-HR-0001 \(.*no access to the device/],
    [404, /Defender did not cancel 1: LAP-HR-0001 \(/],
    [400, /Defender did not cancel 1: LAP-HR-0001 \(/],
  ] as const)
    it(`are cancelled but the one that it answers with ${status}, which the card says`, async () => {
      const card = await scanned();
      const one = ordered().find(({ machineId }) => machineId === room.machine('LAP-HR-0001').id);
      const words = { code: 'Odd', message: 'User has no access to the device' };
      const path = `/machineactions/${one?.id}/cancel`;
      room.world.faults.push({ surface: 'mde', kind: 'status', status, path, says: words });
      await room.company.say('alice', 'cancel scan 1');
      await room.company.settle();
      await room.pass(60, 2);
      assert.equal(ordered().filter(({ cancelled }) => cancelled !== null).length, 2);
      assert.match(cardText(card.card), /Of 3: 0 scanned, 1 waiting for the device, 2 cancelled\./);
      assert.match(cardText(card.card), says);
      room.world.faults.length = 0;
      await room.pass(1_800, 2);
      assert.match(cardText(card.card), /Cancelled: 0 of 3 done/);
      await room.company.assertAuditHolds();
    });

  it('are read on where Defender takes none of them for now', async () => {
    const card = await scanned();
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 503, path: '/cancel' });
    await room.company.say('alice', 'cancel scan 1');
    for (const action of ordered().slice(0, 1)) Object.assign(action, { waits: 0, takes: 1, ends: 'Succeeded' });
    await room.pass(60, 3);
    assert.match(cardText(card.card), /Of 3: 1 scanned, 2 waiting for the device/);
    room.world.faults.length = 0;
    await room.pass(1_800, 2);
    assert.equal(ordered().filter(({ cancelled }) => cancelled !== null).length, 2);
    await room.company.assertAuditHolds();
  });
});
