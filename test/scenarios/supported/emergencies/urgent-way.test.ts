import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

describe('an emergency on a device that a request waits for', () => {
  let room: TagRoom;
  afterEach(() => room.company.close());

  const texts = () => room.company.teams.messages.map(({ card }) => cardText(card)).join('\n');
  const ordered = () =>
    machineActionsOf(room.world).flatMap(({ source, type }) => (source === 'PublicApi' ? [type] : []));

  /** Alice does it at once, by the draft that she asked for. */
  async function actNow(): Promise<void> {
    const { company } = room;
    const draft = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(draft);
    const act = actionOf(await company.view('alice', draft), 'act-now') ?? assert.fail('not offered');
    const answer = await company.invoke('alice', draft, { ...act, data: { ...act.data, reason: 'Ransomware' } });
    assert.equal(answer.statusCode, 200);
    await company.settle();
  }

  it('ends that request, in the name of its admin, and is done at once', async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
    const waits = await room.company.pending('release LAP-HR-0001', 'bob');
    await room.company.say('alice', 'isolate LAP-HR-0001');
    assert.match(
      texts(),
      /#1, asked for by Bob Brandt.*"Emergency: do it now" on the draft rejects #1 first, in your name/s,
    );
    assert.equal((await room.request())?.state, 'pending', 'nothing ends before it is done');
    await actNow();
    assert.match(cardText(waits.card), /Rejected by\s+Alice Ahlgren/);
    assert.match(cardText(waits.card), /The emergency #2 on the same devices took its place/);
    assert.deepEqual(ordered(), ['Isolate']);
    assert.equal((await room.request(2))?.alone?.why, 'emergency');
    await room.company.assertAuditHolds();
  });

  it('withdraws their own', async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
    await room.company.pending('release LAP-HR-0001');
    await room.company.say('alice', 'isolate LAP-HR-0001');
    assert.match(texts(), /"Emergency: do it now" on the draft withdraws #1 first/);
    await actNow();
    assert.equal((await room.request())?.state, 'withdrawn');
    assert.deepEqual(ordered(), ['Isolate']);
    await room.company.assertAuditHolds();
  });

  it('ends nothing where it is refused itself', async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
    await room.company.pending('release LAP-HR-0001', 'bob');
    await room.company.say('alice', 'isolate LAP-HR-0001');
    const { company } = room;
    const draft = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(draft);
    const act = actionOf(await company.view('alice', draft), 'act-now') ?? assert.fail('not offered');
    await company.invoke('alice', draft, { ...act, data: { ...act.data, reason: '' } });
    await company.settle();
    assert.equal((await room.request())?.state, 'pending');
    assert.deepEqual(ordered(), []);
  });

  it('is told how to get to where whoever asks may start none', async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
    await room.company.pending('release LAP-HR-0001', 'bob');
    await room.company.say('sam', 'isolate LAP-HR-0001');
    assert.match(texts(), /In an emergency: whoever may approve rejects #1 on its card, then writes this again/);
  });

  it('is told nothing of where nothing may be done at once', async () => {
    room = await TagRoom.open();
    await room.company.pending('release LAP-HR-0001', 'bob');
    await room.company.say('alice', 'isolate LAP-HR-0001');
    const told = room.company.teams.messages.map(({ card }) => cardText(card)).join('\n');
    assert.doesNotMatch(told, /In an emergency/);
  });
});
