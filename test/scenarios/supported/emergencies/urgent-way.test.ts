import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

describe('an emergency on a device that a request waits for', () => {
  let room: TagRoom;
  afterEach(() => room.company.close());

  it('is told how to get to: reject that one, then do it at once', async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
    const { company } = room;
    const waits = await company.pending('release LAP-HR-0001', 'bob');
    await company.say('alice', 'isolate LAP-HR-0001');
    const told = company.teams.messages.map(({ card }) => cardText(card)).join('\n');
    assert.match(told, /In an emergency: whoever may approve rejects #1 on its card, then writes this again/);
    const reject = actionOf(await company.view('alice', waits), 'reject') ?? assert.fail('no way to reject it');
    await company.invoke('alice', waits, { ...reject, data: { ...reject.data, reason: 'Ransomware' } });
    await company.say('alice', 'isolate LAP-HR-0001');
    const draft = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(draft);
    const act = actionOf(await company.view('alice', draft), 'act-now') ?? assert.fail('not offered');
    await company.invoke('alice', draft, { ...act, data: { ...act.data, reason: 'Ransomware' } });
    await company.settle();
    const ordered = machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi');
    assert.deepEqual(
      ordered.map(({ type }) => type),
      ['Isolate'],
    );
    await company.assertAuditHolds();
  });

  it('is told to withdraw where it is their own', async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
    await room.company.pending('release LAP-HR-0001');
    await room.company.say('alice', 'isolate LAP-HR-0001');
    const told = room.company.teams.messages.map(({ card }) => cardText(card)).join('\n');
    assert.match(told, /In an emergency: withdraw #1 on its card, which is yours/);
  });

  it('is told nothing of where nothing may be done at once', async () => {
    room = await TagRoom.open();
    await room.company.pending('release LAP-HR-0001', 'bob');
    await room.company.say('alice', 'isolate LAP-HR-0001');
    const told = room.company.teams.messages.map(({ card }) => cardText(card)).join('\n');
    assert.doesNotMatch(told, /In an emergency/);
  });

  it('owes nothing where it was done already, and nothing is sent', async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
    const { company, world } = room;
    await company.say('alice', 'isolate LAP-HR-0001');
    const draft = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(draft);
    const [like] = machineActionsOf(world);
    const { id: machineId } = room.machine('LAP-HR-0001');
    const now = world.now();
    const byHand = { source: 'Portal', requestor: 'omar@harbourline.example', comment: 'by hand' } as const;
    machineActionsOf(world).unshift({
      ...{ ...(like ?? assert.fail()), id: 'by-hand', machineId, createdAt: now, listedAt: now, ...byHand },
      ...{ type: 'Isolate', scope: 'Full', waits: 0, takes: 1_000, ends: 'Succeeded', cancelled: null },
    });
    await room.pass(60, 3);
    const act = actionOf(await company.view('alice', draft), 'act-now') ?? assert.fail('not offered');
    await company.invoke('alice', draft, { ...act, data: { ...act.data, reason: 'Ransomware' } });
    await room.pass(60, 3);
    assert.equal((await room.request())?.state, 'applied');
    assert.match(cardText(draft.card), /nothing was sent for it, so nobody owes an approval/);
    assert.doesNotMatch(cardText(draft.card), /approval owed/i);
    await company.assertAuditHolds();
  });

  it('waits for no scan of many devices, whose card says what is kept', async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
    const { company, world } = room;
    const scan = await room.approved(`scan ${room.addMachines(120)}*`);
    await company.settle();
    assert.match(cardText(scan.card), /is kept for isolations, releases and app restrictions, which go first/);
    await company.say('alice', 'isolate LAP-HR-0001');
    const draft = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(draft);
    const act = actionOf(await company.view('alice', draft), 'act-now') ?? assert.fail('not offered');
    await company.invoke('alice', draft, { ...act, data: { ...act.data, reason: 'Ransomware' } });
    await company.settle();
    const ordered = machineActionsOf(world).filter(({ source }) => source === 'PublicApi');
    assert.equal(ordered[0]?.type, 'Isolate');
    assert(ordered.length <= 81, 'the scans go on a minute later');
    await room.pass(61, 2);
    assert.match(cardText(scan.card), /120 of 120 ordered/);
    await company.assertAuditHolds();
  });
});
