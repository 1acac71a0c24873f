import assert from 'node:assert/strict';
import { cardText } from '../../../support/company/fake-teams.ts';
import { tamper } from '../../../support/company/tamper.ts';
import { TagRoom } from '../tag-room.ts';

const THREE = 'tag LAP-HR-0001 LAP-HR-0002 LAP-HR-0003 with Lab';
const BULK = 'AddOrRemoveTag';

describe('tags of devices, where Defender does not take them as asked', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    assert(
      [...room.taken.values()].every((times) => times === 1),
      'nothing was written twice',
    );
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  it('sends alone what a call for many leaves out, and tells what was refused with its reason', async () => {
    room.habits.leftOut.add(room.machine('LAP-HR-0001').id);
    room.habits.refused.set(room.machine('LAP-HR-0002').id, 'The device was not seen for too long.');
    const card = await room.approved(THREE);
    await room.company.settle();
    assert.match(cardText(card.card), /Applied, but not all of it/);
    assert.match(cardText(card.card), /2 of 3 tagged/);
    assert.match(cardText(card.card), /LAP-HR-0002 \(.*The device was not seen for too long/);
    const undo = await room.company.pending('revert 1');
    assert.match(cardText(undo.card), /from 2 devices/);
  });

  it('fails with the reason of Defender where it refuses all', async () => {
    for (const name of ['LAP-HR-0001', 'LAP-HR-0002', 'LAP-HR-0003'])
      room.habits.refused.set(room.machine(name).id, 'The device was not seen for too long.');
    const card = await room.approved(THREE);
    await room.company.settle();
    assert.match(cardText(card.card), /Failed, refused/);
    assert.match(cardText(card.card), /0 of 3 tagged/);
    assert.match(cardText(card.card), /The device was not seen for too long/);
  });

  it('sends nothing more where the identity that writes lacks the permission', async () => {
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 403, path: BULK });
    const card = await room.approved(THREE);
    await room.company.settle();
    assert.match(cardText(card.card), /Failed, refused/);
    assert.equal(room.taken.size, 0);
  });

  it('goes on after an answer in another form', async () => {
    room.world.faults.push({ surface: 'mde', kind: 'schema-drift', path: BULK, times: 1 });
    const card = await room.approved(THREE);
    await room.company.settle();
    await room.pass(31, 3);
    assert.match(cardText(card.card), /3 of 3 tagged/);
    assert.equal(room.taken.size, 3);
  });

  it('never writes again after HTTP 500: it reads, and says in the end what is not known', async () => {
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 500, path: BULK, times: 1 });
    const card = await room.approved(THREE);
    await room.company.settle();
    await room.pass(20);
    assert.match(cardText(card.card), /0 of 3 tagged/);
    await room.pass(61, 62);
    assert.match(cardText(card.card), /3 not known/);
    assert.equal((await room.request())?.state, 'unknown');
    assert.equal(room.taken.size, 0);
  });

  it('waits for what Defender accepted and shows later', async () => {
    room.habits.showsAfter = 5 * 60_000;
    const card = await room.approved(THREE);
    await room.company.settle();
    await room.pass(60, 2);
    assert.match(cardText(card.card), /So far: 0 of 3 tagged/);
    await room.pass(60, 6);
    assert.match(cardText(card.card), /3 of 3 tagged/);
  });

  it('sends nothing of a request whose row somebody changed in the database', async () => {
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 429, retryAfter: 30, path: BULK, times: 1 });
    await room.approved(THREE);
    await room.company.settle();
    const other = room.machine('LAP-HR-0004').id;
    const named = (value: unknown) => JSON.stringify(value).replaceAll(room.machine('LAP-HR-0003').id, other);
    tamper(room.company, (request) => JSON.parse(named(request)));
    await room.pass(31, 2);
    assert.equal(room.taken.size, 0);
  });
});
