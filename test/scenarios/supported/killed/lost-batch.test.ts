import assert from 'node:assert/strict';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { KIND_CASES } from '../every-kind/kind-cases.ts';
import { TagRoom } from '../tag-room.ts';

const HOUR = 3_600;

/** Longer than a task's lease, in seconds. */
const LEASE = 91;

/** What was sent of these is known once it is read, whoever sent it, and a second write of it would change nothing. */
const KINDS = ['device-tags', 'indicators', 'alerts'] as const;

for (const kind of KINDS)
  describe(`a batch that was stored as sent, and lost by a kill before it was: ${kind}`, () => {
    const one = KIND_CASES[kind];
    let room: TagRoom;
    beforeEach(async () => {
      room = await TagRoom.open();
    });
    afterEach(async () => {
      assert(one.written(room.world).every((times) => times <= 1));
      await room.company.assertAuditHolds();
      await room.company.close();
    });

    /** The service dies when it has stored the second of two batches as started, and before it sends it. */
    async function isLost(): Promise<TeamsMessage> {
      Object.assign(room.company.services.supported, { batchOf: () => 1 });
      const card = await room.approved(one.ask(room.world));
      await room.diesBeforeBatch(2);
      await room.pass(LEASE, 3);
      assert.deepEqual(one.written(room.world), [1, 0]);
      return card;
    }

    it('is not known at first, and counts as not written once readings show for hours that it is not there', async () => {
      const card = await isLost();
      await room.pass(600, 7);
      assert.equal((await room.request())?.state, 'applied');
      assert.match(cardText(card.card), /1 not known/);
      assert.equal(actionOf({ ...card.card }, 'again'), null, 'it may have arrived');
      await room.company.say('alice', 'ask again 1');
      assert.match(room.last, /not known whether the rest was written/);
      assert.doesNotMatch(room.last, /Already applied/);
      await room.pass(HOUR / 2, 16);
      assert.match(cardText(card.card), /1 refused: .*counts as not written/);
      assert.match(cardText(room.company.message('#1 was not written as a whole').card), /counts as not written/);
      assert.notEqual(actionOf({ ...card.card }, 'again'), null, 'the rest can be asked for');
      const rest = await room.approved('ask again 1');
      await room.pass(5, 3);
      assert.deepEqual(one.written(room.world), [1, 1]);
      assert.match(cardText(rest.card), /1 of 1/);
    });
  });

describe('a batch that counts as not written', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
    Object.assign(room.company.services.supported, { batchOf: () => 1 });
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  /** The first of two tags shows after a minute, the other after many hours: no reading has it for so long. */
  async function isLate(): Promise<TeamsMessage> {
    const card = await room.approved('tag LAP-HR-0001, LAP-HR-0002 with Lab');
    await room.diesBeforeBatch(2);
    const { machines } = room.world;
    await room.pass(LEASE, 3);
    await room.pass(HOUR / 2, 18);
    assert.match(cardText(card.card), /1 refused: LAP-HR-0002 \(.*counts as not written/);
    const late = room.machine('LAP-HR-0002');
    machines[machines.indexOf(late)] = { ...late, machineTags: [...late.machineTags, 'Lab'] };
    return card;
  }

  it('is told as written once a later reading shows it', async () => {
    const card = await isLate();
    await room.pass(HOUR, 3);
    assert.match(cardText(card.card), /2 of 2 tagged\..*No reading showed it at first, a later one does/s);
    assert.equal(actionOf({ ...card.card }, 'again'), null);
    assert.match(cardText(room.company.message('#1 shows after all').card), /2 of 2 tagged/);
    await room.company.say('alice', 'revert 1');
    assert.match(room.last, /from 2 devices/);
  });
});
