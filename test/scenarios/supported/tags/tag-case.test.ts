import assert from 'node:assert/strict';
import { TagRoom } from '../tag-room.ts';

describe('a tag that is taken away in another case than the devices carry it', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  it('is sent, shown and undone as they carry it', async () => {
    assert.deepEqual(room.machine('LAP-HR-0001').machineTags, ['hr']);
    await room.approved('untag LAP-HR-0001, LAP-HR-0002 from HR');
    await room.company.settle();
    await room.pass(60, 3);
    assert.equal((await room.request())?.state, 'applied');
    assert.deepEqual(room.machine('LAP-HR-0001').machineTags, []);
    await room.approved('revert 1');
    await room.company.settle();
    await room.pass(60, 3);
    assert.deepEqual(room.machine('LAP-HR-0001').machineTags, ['hr']);
  });

  it('is refused where they carry it in two ways, with who carries which', async () => {
    Object.assign(room.machine('LAP-HR-0002'), { machineTags: ['Hr'] });
    await room.company.say('alice', 'untag LAP-HR-0001, LAP-HR-0002 from HR');
    assert.match(room.last, /"hr" on LAP-HR-0001/);
    assert.match(room.last, /"Hr" on LAP-HR-0002/);
    await room.approved('untag LAP-HR-0002 from HR');
    await room.company.settle();
    await room.pass(60, 3);
    assert.deepEqual(room.machine('LAP-HR-0002').machineTags, []);
  });

  it('is refused where one device carries it in two ways', async () => {
    Object.assign(room.machine('LAP-HR-0002'), { machineTags: ['Hr', 'hr'] });
    await room.company.say('alice', 'untag LAP-HR-0002 from HR');
    assert.match(room.last, /LAP-HR-0002 has it in two cases: "Hr", "hr"/);
  });

  it('is named as it stands where it is asked for in another case', async () => {
    await room.company.say('alice', 'tag LAP-HR-0001 with HR');
    assert.match(room.last, /The device has the tag "hr" already/);
    await room.company.say('alice', 'tag LAP-HR-0001, LAP-HR-0002 with HR');
    assert.match(room.last, /Each of these devices has the tag "hr" already/);
    Object.assign(room.machine('LAP-HR-0002'), { machineTags: ['Hr'] });
    await room.company.say('alice', 'tag LAP-HR-0001, LAP-HR-0002 with HR');
    assert.match(room.last, /Each of these devices has the tag "HR" already/);
  });
});
