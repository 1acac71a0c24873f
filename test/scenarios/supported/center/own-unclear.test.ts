import assert from 'node:assert/strict';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const CUT: Fault = { surface: 'mde', kind: 'status', status: 500, path: '/isolate', times: 1 };

describe('an order of Airlock that got no clear answer', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
    room.world.faults.push({ ...CUT });
    await room.approved('isolate LAP-HR-0002');
    await room.pass(MINUTE, 2);
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  async function answer(text: string): Promise<string> {
    await room.company.say('alice', text);
    return room.last;
  }

  const UNCLEAR = /request #1.*Defender gave no clear answer, and no reading shows it: it may be done, or not/s;

  it('is told to whoever asks whether the device is isolated, as long as Airlock looks for it', async () => {
    for (const [seconds, steps] of [
      [0, 1],
      [10 * MINUTE, 3],
      [HOUR, 8],
    ] as const) {
      await room.pass(seconds, steps);
      const told = await answer('is LAP-HR-0002 isolated?');
      assert.match(told, /Not known whether .*LAP-HR-0002.* is isolated: an order of Airlock got no clear answer/);
      assert.match(told, UNCLEAR, (await room.request())?.state);
    }
    assert.equal((await room.request())?.state, 'failed');
    assert.doesNotMatch(await answer('is LAP-HR-0001 isolated?'), /no clear answer/);
    await room.pass(24 * HOUR, 8);
    assert.doesNotMatch(await answer('is LAP-HR-0002 isolated?'), /no clear answer/);
  });

  it('is told with the actions on the device, where it is, and beside what a false negative offers', async () => {
    assert.match(await answer('actions on LAP-HR-0002'), UNCLEAR);
    assert.match(await answer('actions'), UNCLEAR);
    assert.match(
      await answer('which group is LAP-HR-0002 in?'),
      /#1 ordered "Isolated" on LAP-HR-0002, and Defender gave no clear answer: it may be done, or not/,
    );
    assert.match(await answer('false negative LAP-HR-0002'), /Whether it is isolated is not known/);
  });

  it('is called so in lists as long as its card says so', async () => {
    for (const list of ['requests', 'home', 'status']) {
      await room.company.say('alice', list, 'a:alice');
      assert.match(room.last, /No clear answer/, `${list}: ${room.last}`);
      assert.doesNotMatch(room.last, /Being applied/, list);
    }
    const card = room.company.message('No clear answer, being checked');
    assert.match(cardText(card.card), /LAP-HR-0002/);
  });
});

describe('an emergency of Airlock that got no clear answer', () => {
  it('is called so in lists, with when its approval is due', async () => {
    const room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
    const { company } = room;
    await company.say('alice', 'isolate LAP-HR-0002');
    const card = company.message('Isolate LAP-HR-0002');
    const action = actionOf(await company.view('alice', card), 'act-now') ?? assert.fail('it can be done at once');
    room.world.faults.push({ ...CUT });
    await company.invoke('alice', card, { ...action, data: { ...action.data, reason: 'Ransomware' } });
    await room.pass(MINUTE, 2);
    await company.say('alice', 'requests', 'a:alice');
    assert.match(room.last, /#1 Isolate LAP-HR-0002\s+No clear answer[\s\S]*Due/);
    assert.doesNotMatch(room.last, /Being applied|Ends/);
    await company.assertAuditHolds();
    await company.close();
  });
});
