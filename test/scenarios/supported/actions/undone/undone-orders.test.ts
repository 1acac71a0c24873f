import assert from 'node:assert/strict';
import {
  actionHabitsOf,
  type MachineAction,
  machineActionsOf,
} from '../../../../../src/sandbox/mde/actions/machine-actions.ts';
import type { Name } from '../../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../../support/company/fake-teams.ts';
import { TagRoom } from '../../tag-room.ts';

describe('the undoing of an order that has not ended', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
  });
  afterEach(() => room.company.close());

  const ordered = () => machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi');
  const types = () => ordered().map(({ type }) => type);

  async function actNow(text: string, who: Name = 'alice'): Promise<TeamsMessage> {
    const { company } = room;
    await company.say(who, text);
    const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(message);
    const action = actionOf(await company.view(who, message), 'act-now') ?? assert.fail('it can be done at once');
    await company.invoke(who, message, { ...action, data: { ...action.data, reason: 'Ransomware' } });
    await company.settle();
    return message;
  }

  async function approved(card: TeamsMessage): Promise<string> {
    await room.company.approve('alice', card);
    await room.company.settle();
    return cardText(card.card);
  }

  /** What somebody did in the portal before. */
  function did(type: MachineAction['type'], minutesAgo: number): void {
    const [like] = machineActionsOf(room.world);
    assert(like);
    const createdAt = room.world.now() - minutesAgo * 60_000;
    const { id: machineId } = room.machine('LAP-HR-0001');
    const when = { createdAt, listedAt: createdAt, waits: 0, takes: 1, ends: 'Succeeded' } as const;
    const source = 'Portal';
    machineActionsOf(room.world).unshift({ ...like, ...when, source, id: `by hand ${minutesAgo}`, type, machineId });
  }

  it('goes on once that has ended, whatever was known of the device before', async () => {
    did('Unisolate', 600);
    await actNow('isolate LAP-HR-0001');
    const undo = await room.company.pending('revert 1', 'bob');
    await room.pass(300, 2);
    assert.match(await approved(undo), /1 of 1 ordered/);
    assert.deepEqual(types(), ['Unisolate', 'Isolate']);
    await room.pass(300, 2);
    assert.equal((await room.request())?.alone?.why, 'emergency');
    assert.match(cardText(undo.card), /Done: 1 of 1/);
    await room.company.assertAuditHolds();
  });

  it('goes on where Defender did not list it yet when that was asked', async () => {
    actionHabitsOf(room.world).listLag = 120_000;
    await actNow('isolate LAP-HR-0001');
    const undo = await room.company.pending('revert 1', 'bob');
    await room.pass(300, 2);
    assert.match(await approved(undo), /1 of 1 ordered/);
    await room.company.assertAuditHolds();
  });

  it('is stopped where somebody isolated the device anew meanwhile', async () => {
    await actNow('isolate LAP-HR-0001');
    const undo = await room.company.pending('revert 1', 'bob');
    await room.pass(300, 2);
    did('Isolate', 1);
    assert.match(await approved(undo), /Defender was changed meanwhile|something else is known now/);
    assert.deepEqual(types(), ['Isolate']);
    await room.company.assertAuditHolds();
  });

  describe('where it waits for its device', () => {
    beforeEach(() => {
      actionHabitsOf(room.world).held = true;
    });

    const cancelled = () => ordered().map(({ cancelled: by }) => by !== null);

    it('cancels it, and nobody owes anything any more', async () => {
      const card = await actNow('isolate LAP-HR-0001');
      const undo = await room.company.pending('revert 1', 'bob');
      assert.match(
        cardText(undo.card),
        /waiting for the device: LAP-HR-0001\. The order is cancelled; once it is done/,
      );
      await approved(undo);
      await room.pass(300, 3);
      assert.deepEqual(types(), ['Isolate']);
      assert.deepEqual(cancelled(), [true]);
      assert.match(cardText(undo.card), /Done: 1 of 1/);
      assert.match(cardText(undo.card), /Of 1: 1 released\. Of these 1 by cancelling the order/);
      assert.doesNotMatch(cardText(card.card), /approval owed/);
      await room.company.assertAuditHolds();
    });

    it('releases the device where it was done meanwhile, and waits while that is under way', async () => {
      await actNow('isolate LAP-HR-0001');
      const undo = await room.company.pending('release LAP-HR-0001', 'bob');
      actionHabitsOf(room.world).held = false;
      Object.assign(ordered()[0] ?? {}, {
        waits: 0,
        takes: room.world.now() - (ordered()[0]?.createdAt ?? 0) + 240_000,
      });
      await approved(undo);
      assert.deepEqual(types(), ['Isolate'], 'nothing is sent before it has ended');
      await room.pass(120, 4);
      assert.deepEqual(types(), ['Unisolate', 'Isolate']);
      assert.match(cardText(undo.card), /Done: 1 of 1/);
      await room.company.assertAuditHolds();
    });

    it('cancels none that nobody was shown, and says what to do', async () => {
      const undo = await room.company.pending('release LAP-HR-0001', 'bob');
      did('Isolate', 1);
      Object.assign(machineActionsOf(room.world)[0] ?? {}, { waits: null, takes: 45_000 });
      const text = await approved(undo);
      assert.match(text, /an order open on it that this request did not show\. Ask again/);
      assert.equal(machineActionsOf(room.world)[0]?.cancelled, null);
      await room.company.assertAuditHolds();
    });

    it('is settled by reading where the answer to it was lost', async () => {
      await actNow('isolate LAP-HR-0001');
      const undo = await room.company.pending('revert 1', 'bob');
      room.world.faults.push({ surface: 'mde', kind: 'cut-after', path: '/cancel', times: 1 });
      await approved(undo);
      await room.pass(120, 3);
      assert.deepEqual(cancelled(), [true]);
      assert.match(cardText(undo.card), /Done: 1 of 1/);
      await room.company.assertAuditHolds();
    });
  });

  it('that somebody undid in the portal is settled by two people, and nothing is ordered', async () => {
    const card = await actNow('isolate LAP-HR-0001');
    await room.pass(300, 2);
    did('Unisolate', 1);
    const undo = await room.company.pending('revert 1', 'bob');
    assert.match(cardText(undo.card), /it is so already: nothing is ordered\. Once approved, it settles what is owed/);
    await approved(undo);
    await room.pass(60, 2);
    assert.deepEqual(types(), ['Isolate']);
    const owed = await room.request();
    assert.deepEqual(owed?.alone?.why === 'emergency' && owed.alone.settled?.how, 'undone');
    assert.doesNotMatch(cardText(card.card), /approval owed/);
    await room.company.assertAuditHolds();
  });

  for (const text of ['revert 1', 'release LAP-HR-0001'])
    it(`of which it is not known whether it was taken: "${text}" undoes it by two people`, async () => {
      actionHabitsOf(room.world).listLag = 5 * 3_600_000;
      room.world.faults.push({ surface: 'mde', kind: 'cut-after', path: '/isolate', times: 1 });
      const card = await actNow('isolate LAP-HR-0001');
      await room.pass(600, 9);
      assert.equal((await room.request())?.state, 'unknown');
      assert.match(cardText(card.card), /To undo what may have been done, write "revert 1"/);
      await room.company.assertAuditHolds();
      const undo = await room.company.pending(text, 'bob');
      if (text === 'revert 1') assert.match(cardText(undo.card), /Undoes\s+Request #1/);
      assert.match(await approved(undo), /1 of 1 ordered/);
      assert.deepEqual(types(), ['Unisolate', 'Isolate']);
      await room.company.assertAuditHolds();
      await room.pass(3_600, 6);
      const shown = await room.request();
      assert.equal(shown?.state, 'applied', 'it was taken after all');
      assert.equal(shown.alone?.why === 'emergency' && shown.alone.settled?.how, 'undone');
      assert.match(cardText(card.card), /Undone by\s+Request #2/);
      assert.equal(actionOf({ ...card.card }, 'revert'), null, 'nothing is left to revert');
      await room.company.assertAuditHolds();
    });
});
