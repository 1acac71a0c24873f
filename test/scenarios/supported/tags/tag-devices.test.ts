import assert from 'node:assert/strict';
import { TagRoom } from '../tag-room.ts';

describe('the devices of a change of tags', () => {
  let room: TagRoom;
  afterEach(() => room.company.close());

  it('are said to stay nowhere while nobody knows where the tag leads', async () => {
    room = await TagRoom.open();
    await room.company.pending('tag LAP-HR-0001, LAP-HR-0002 with Lab');
    await room.company.say('alice', 'devices 1');
    assert.match(room.last, /LAP-HR-0001[\s\S]*where it would be is not known/);
    assert.doesNotMatch(room.last, /stays in/);
  });
});
