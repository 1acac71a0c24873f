import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

const TWIN = `${'f'.repeat(39)}3`;

/** What is asked of a device by its name, and what must not be done on it. */
const ASKED = ['isolate LAP-HR-0001', 'tag LAP-HR-0001 with Lab', 'scan LAP-HR-0001'];

describe('a device that was onboarded anew while a request for it waits', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open({ environment: { SCAN_APPROVAL: '0' } });
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  for (const text of ASKED)
    it(`has two entries of its name, so nothing is done, and the card names both: ${text}`, async () => {
      const card = await room.company.pending(text);
      const old = room.machine('LAP-HR-0001');
      room.alter(old.id, { healthStatus: 'Inactive' });
      room.world.machines.unshift({ ...old, id: TWIN });
      await room.pass(60, 2);
      await room.company.approve('bob', card);
      await room.company.settle();
      assert.equal((await room.request())?.state, 'stale');
      assert.match(cardText(card.card), new RegExp(`Devices called LAP-HR-0001[^]*${old.id}[^]*${old.id}, ${TWIN}`));
      assert.deepEqual(
        machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi'),
        [],
      );
      assert.equal(room.taken.size, 0);
    });

  it('is no drift where it was asked for by its id, with its twin there already', async () => {
    const old = room.machine('LAP-HR-0001');
    room.world.machines.push({ ...old, id: TWIN });
    const card = await room.approved(`isolate ${old.id}`);
    await room.company.settle();
    assert.match(cardText(card.card), /1 of 1 ordered/);
  });
});
