import assert from 'node:assert/strict';
import { TagRoom } from './tag-room.ts';

describe('what waits to be sent of what is written one by one', () => {
  let room: TagRoom;
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const waiting = async () => (await room.company.services.store.backlog(room.company.clock.now())).items;

  it('is counted while a request is being applied, and no more once it has ended', async () => {
    room = await TagRoom.open();
    const card = await room.company.pending('isolate LAP-HR-0001, LAP-HR-0002, LAP-HR-0003');
    assert.equal(await waiting(), 0);
    const path = `${room.machine('LAP-HR-0002').id}/isolate`;
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 429, retryAfter: 600, path, times: 1 });
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.equal(await waiting(), 2);
    await room.pass(601, 2);
    assert.equal(await waiting(), 0);
  });
});
