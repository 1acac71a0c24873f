import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../../src/sandbox/mde/actions/machine-actions.ts';
import { cardText, type TeamsMessage } from '../../../../support/company/fake-teams.ts';
import { TagRoom } from '../../tag-room.ts';

/** Longer than a list of devices counts as recent, in seconds. */
const HALF_AN_HOUR = 1_800;

describe('devices of a request whose names are others by now', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const ordered = () =>
    machineActionsOf(room.world)
      .filter(({ source }) => source === 'PublicApi')
      .map(({ type, machineId }) => `${type} ${machineId}`);

  async function done(text: string): Promise<TeamsMessage> {
    const card = await room.approved(text);
    await room.company.settle();
    await room.pass(60, 3);
    return card;
  }

  /** The two devices change their names with each other. */
  async function swapped(): Promise<readonly [string, string]> {
    const ids = [room.machine('LAP-HR-0001').id, room.machine('LAP-HR-0002').id] as const;
    room.rename(ids[0], 'LAP-OLD-0001');
    room.rename(ids[1], 'LAP-HR-0001');
    await room.pass(HALF_AN_HOUR, 2);
    return ids;
  }

  it('are the same ones where an isolation is undone, and the card says what they are called now', async () => {
    await done('isolate LAP-HR-0001');
    const [isolated] = await swapped();
    const undo = await done('revert 1');
    assert.match(cardText(undo.card), /Release LAP-OLD-0001 from isolation/);
    assert.match(cardText(undo.card), /Called otherwise now\s+.*LAP-HR-0001 is called LAP-OLD-0001 now/s);
    assert.deepEqual(ordered(), [`Unisolate ${isolated}`, `Isolate ${isolated}`]);
  });

  it('are the same ones where what was refused is asked for again', async () => {
    const { id } = room.machine('LAP-HR-0001');
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 400, path: `${id}/isolate`, times: 1 });
    await done('isolate LAP-HR-0001');
    await swapped();
    await done('ask again 1');
    assert.deepEqual(ordered(), [`Isolate ${id}`]);
  });

  it('are the same ones where a second device has the name, or one of them was merged into it', async () => {
    await done('isolate LAP-HR-0001');
    const isolated = room.machine('LAP-HR-0001');
    const twin = 'f'.repeat(40);
    room.world.machines.push({ ...isolated, id: twin });
    room.alter(isolated.id, { mergedIntoMachineId: twin });
    await room.pass(HALF_AN_HOUR, 2);
    const undo = await done('revert 1');
    assert.match(cardText(undo.card), /Merged into another entry in Defender: LAP-HR-0001/);
    assert.deepEqual(ordered(), [`Unisolate ${isolated.id}`, `Isolate ${isolated.id}`]);
  });

  it('go on without those that are gone, which the card names', async () => {
    const { id } = room.machine('LAP-HR-0001');
    await done('isolate LAP-HR-0001, LAP-HR-0002');
    await done('tag LAP-HR-0001, LAP-HR-0002 with Lab');
    room.remove('LAP-HR-0002');
    await room.pass(HALF_AN_HOUR, 2);
    const release = await done('revert 1');
    assert.match(cardText(release.card), /Left out\s+.*Not listed in Defender any more: LAP-HR-0002/s);
    const untag = await done('revert 2');
    assert.match(cardText(untag.card), /Left out\s+.*Not listed in Defender any more: LAP-HR-0002/s);
    assert(!room.has('LAP-HR-0001', 'Lab'));
    assert.equal(ordered()[0], `Unisolate ${id}`);
  });

  it('are not asked for where all of them are gone, and the answer names them', async () => {
    await done('isolate LAP-HR-0001');
    room.remove('LAP-HR-0001');
    await room.pass(HALF_AN_HOUR, 2);
    await room.company.say('alice', 'revert 1');
    assert.match(room.last, /Not listed in Defender any more: LAP-HR-0001\./);
  });

  it('are named as now by the undoing of several changes, too', async () => {
    const two = 'as one request: tag LAP-HR-0001 with Lab; block domain evil.example for 7 days';
    await done(two);
    const [tagged, other] = await swapped();
    const undo = await done('revert 1');
    assert.match(cardText(undo.card), /LAP-HR-0001 is called LAP-OLD-0001 now/);
    assert.deepEqual(
      room.world.machines.filter(({ id, machineTags }) => [tagged, other].includes(id) && machineTags.includes('Lab')),
      [],
    );
  });
});
