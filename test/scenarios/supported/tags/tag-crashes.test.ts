import assert from 'node:assert/strict';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

/** Longer than a task's lease, in seconds. */
const LEASE = 91;

describe('an instance that hangs before it sends a batch of tags', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(() => room.company.close());

  it('sends nothing once it goes on, where another has taken over meanwhile', async () => {
    const card = await room.approved('tag LAP-HR-0001 LAP-HR-0002 with Lab');
    const { isFrozen, thaw, working } = await room.freezes();
    await isFrozen;
    room.company.clock.pass(LEASE * 1_000);
    await room.company.settle();
    thaw();
    await working;
    assert.equal(room.taken.size, 0);
    await room.pass(600, 7);
    assert.equal((await room.request())?.state, 'unknown');
    assert.match(cardText(card.card), /2 not known/);
    await room.company.assertAuditHolds();
  });

  it('sends nothing once its time is up by a clock that never jumps, and then sends it once', async () => {
    await room.approved('tag LAP-HR-0001 LAP-HR-0002 with Lab');
    const { isFrozen, thaw, working, pass } = await room.freezes();
    await isFrozen;
    pass(LEASE * 1_000);
    thaw();
    await working;
    assert.equal(room.taken.size, 0);
    await room.pass(16);
    await room.pass(5, 3);
    assert.equal((await room.request())?.state, 'applied');
    assert.deepEqual([...room.taken.values()], [1, 1]);
  });
});

describe('five thousand tags in one request', function () {
  this.timeout(60_000);
  let room: TagRoom;
  afterEach(() => room.company.close());

  it('stay within the limits, survive a kill in the middle, and say how far they are', async () => {
    room = await TagRoom.open();
    const start = room.addMachines(5_000);
    const card = await room.company.pending(`tag every device whose name starts with ${start} with Lab`);
    assert.match(cardText(card.card), /Tag 5000 devices with "Lab"/);
    await room.company.approve('bob', card);
    assert(await room.diesAt(10), 'it was killed in the middle');
    const before = room.taken.size;
    assert(before > 0 && before < 5_000, `${before} were sent`);
    room.company.clock.pass(91_000);
    await room.company.settle();
    await room.pass(5, 3);
    const request = await room.request();
    assert.match(cardText(card.card), /5,000 of 5,000 tagged/);
    assert.equal(request?.state, 'applied');
    assert.equal(request?.outcome?.items?.done, 5_000);
    assert.equal(room.taken.size, 5_000);
    assert([...room.taken.values()].every((times) => times === 1));
    await room.company.assertAuditHolds();
  });
});
