import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { orderAction } from '../../../../src/sandbox/mde/actions/order-action.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

const TWO = 'isolate LAP-HR-0001, LAP-HR-0002';
const OMAR = 'omar@harbourline.example';

describe('the undoing of an isolation, where another order holds a device isolated', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const released = () =>
    machineActionsOf(room.world).flatMap(({ type, computerDnsName }) =>
      type === 'Unisolate' ? [computerDnsName.split('.')[0]] : [],
    );

  async function done(text: string): Promise<TeamsMessage> {
    const card = await room.approved(text);
    await room.company.settle();
    await room.pass(60, 3);
    return card;
  }

  /** Somebody isolates a device in the portal. */
  async function byHand(name: string): Promise<void> {
    orderAction(room.world, room.machine(name), { type: 'Isolate', scope: 'Full', comment: 'Worm', requestor: OMAR });
    await room.pass(60, 5);
  }

  function fails(name: string, status: 400 | 500): void {
    const says = { code: 'InvalidInput', message: 'The device is busy' };
    const fault = {
      surface: 'mde',
      kind: 'status',
      status,
      path: `${room.machine(name).id}/isolate`,
      times: 1,
    } as const;
    room.world.faults.push(status === 400 ? { ...fault, says } : fault);
  }

  it('leaves out a device that Defender refused, where the outcome of the other is not known', async () => {
    fails('LAP-HR-0001', 400);
    fails('LAP-HR-0002', 500);
    const card = await room.approved(TWO);
    await room.company.settle();
    await room.pass(60, 17);
    assert.match(cardText(card.card), /1 refused: LAP-HR-0001/);
    await byHand('LAP-HR-0001');
    const undo = await done('revert 1');
    assert.match(cardText(undo.card), /Release LAP-HR-0002 from isolation/);
    assert.deepEqual(released(), ['LAP-HR-0002']);
  });

  it('leaves out a device of unknown outcome that somebody else isolated, and says who and when', async () => {
    fails('LAP-HR-0002', 500);
    await room.approved(TWO);
    await room.company.settle();
    await room.pass(60, 18);
    await byHand('LAP-HR-0002');
    const undo = await done('revert 1');
    assert.match(cardText(undo.card), /Release LAP-HR-0001 from isolation/);
    assert.match(cardText(undo.card), /not undone: LAP-HR-0002 \(omar@harbourline\.example, 2026-11-24 03:\d\d UTC\)/);
    assert.deepEqual(released(), ['LAP-HR-0001']);
  });

  it('is refused where another order holds all of them, with the command for a release all the same', async () => {
    await done('isolate LAP-HR-0001');
    await done('release LAP-HR-0001');
    await byHand('LAP-HR-0001');
    await room.company.say('alice', 'revert 1');
    assert.match(room.last, /not undone: LAP-HR-0001 \(omar@harbourline\.example/);
    assert.match(room.last, /Nothing was filed/);
    const release = await done(`release ${room.machine('LAP-HR-0001').id}`);
    assert.match(cardText(release.card), /Release LAP-HR-0001 from isolation/);
    assert.deepEqual(released(), ['LAP-HR-0001', 'LAP-HR-0001']);
  });

  it('names the request of Airlock whose order it is', async () => {
    await done('isolate LAP-HR-0001, LAP-HR-0003');
    await done('release LAP-HR-0001');
    await done('isolate LAP-HR-0001');
    const undo = await done('revert 1');
    assert.match(cardText(undo.card), /not undone: LAP-HR-0001 \(.*Airlock #3 [0-9a-f]{8}\)/);
    assert.deepEqual(released(), ['LAP-HR-0003', 'LAP-HR-0001']);
  });

  it('is told beside a draft on the same device, but not beside one on a device that Defender refused', async () => {
    fails('LAP-HR-0001', 400);
    fails('LAP-HR-0002', 500);
    await room.approved(TWO);
    await room.company.settle();
    await room.pass(60, 17);
    for (const [name, isTold] of [
      ['LAP-HR-0001', false],
      ['LAP-HR-0002', true],
    ] as const) {
      const from = room.company.teams.messages.length;
      await room.company.say('alice', `isolate ${name}`);
      const said = room.company.teams.messages.slice(from).map(({ card }) => cardText(card));
      assert.equal(/#1 is about the same devices/.test(said.join('\n')), isTold, name);
    }
  });
});
