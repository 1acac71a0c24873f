import assert from 'node:assert/strict';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import { actionHabitsOf, machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

describe('a release whose cancelling of an order got no clear answer', () => {
  let room: TagRoom;
  let card: TeamsMessage;
  beforeEach(async () => {
    room = await TagRoom.open();
    actionHabitsOf(room.world).held = true;
    await room.approved('isolate LAP-HR-0001');
    await room.pass(60, 2);
    card = await room.company.pending('release LAP-HR-0001');
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const ordered = () => machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi');
  const types = () => ordered().map(({ type }) => type);

  /** Defender answers the next cancelling so. */
  async function meets(fault: Pick<Fault, 'kind'> & Partial<Fault>): Promise<void> {
    room.world.faults.push({ surface: 'mde', path: '/cancel', times: 1, ...fault } as Fault);
    await room.company.approve('bob', card);
    await room.company.settle();
  }

  /** Somebody cancels the isolation in the portal. */
  function isCancelledByOthers(comment: string): void {
    const [isolation] = ordered();
    assert(isolation);
    isolation.cancelled = { by: 'omar', comment, at: room.world.now() };
  }

  for (const fault of [{ kind: 'status', status: 500 }, { kind: 'cut' }] as const)
    it(`goes on where a reading shows that it did not arrive: ${fault.kind}`, async () => {
      await meets(fault);
      await room.pass(30, 4);
      assert.deepEqual([types(), ordered().map(({ cancelled }) => cancelled !== null)], [['Isolate'], [true]]);
      await room.pass(120, 2);
      assert.match(cardText(card.card), /Done: 1 of 1/);
    });

  it('is done where a reading shows it cancelled with its own mark', async () => {
    await meets({ kind: 'cut-after' });
    await room.pass(30, 4);
    await room.pass(120, 2);
    assert.deepEqual(types(), ['Isolate']);
    assert.match(cardText(card.card), /Done: 1 of 1.*by cancelling the order/s);
  });

  it('is not told as done where somebody else cancelled the order, and nothing is sent', async () => {
    await meets({ kind: 'status', status: 500 });
    isCancelledByOthers('Not ours');
    await room.pass(30, 4);
    assert.deepEqual(types(), ['Isolate']);
    assert.equal((await room.request(2))?.state, 'failed');
    assert.match(cardText(card.card), /somebody else cancelled the order/);
    assert.doesNotMatch(cardText(card.card), /Done|released/);
  });

  it('releases the device where it took the order meanwhile', async () => {
    await meets({ kind: 'status', status: 500 });
    const [isolation] = ordered();
    assert(isolation);
    actionHabitsOf(room.world).held = false;
    Object.assign(isolation, { waits: 0, takes: room.world.now() - isolation.createdAt });
    await room.pass(60, 6);
    assert.deepEqual(types(), ['Unisolate', 'Isolate']);
    assert.match(cardText(card.card), /Done: 1 of 1/);
  });
});
