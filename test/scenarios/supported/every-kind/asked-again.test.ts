import assert from 'node:assert/strict';
import type { CompanyOptions } from '../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { alterPerson } from '../../../support/people/alter-people.ts';
import { type TagRoom as Room, TagRoom } from '../tag-room.ts';
import { KIND_CASES, type KindCase } from './kind-cases.ts';

const NONE = { roles: [], eligible: [], groupRoles: [] };
const COUNTS_NO_MORE = /not sent: The approval of Bob Brandt.* no longer counts, since they may no longer approve/;
const MAY_NOT_ASK = /not sent: Alice Ahlgren.*, who asked for this, may no longer ask for changes/;

/** Who loses their role while the writing waits, and what is told of what was not sent. */
const LOST = [
  ['bob', COUNTS_NO_MORE],
  ['alice', MAY_NOT_ASK],
] as const;

/** Longer than a task's lease, in seconds. */
const LEASE = 91;

const open = (more: CompanyOptions = {}) => TagRoom.open({ environment: { SCAN_APPROVAL: '0' }, ...more });

async function close(room: Room): Promise<void> {
  await room.company.assertAuditHolds();
  await room.company.close();
}

for (const [kind, one] of Object.entries(KIND_CASES))
  describe(`the rights that are asked again before more of it is sent: ${kind}`, () => {
    let room: Room;
    beforeEach(async () => {
      room = await open();
    });
    afterEach(() => close(room));

    for (const [who, words] of LOST)
      it(`are those of ${who} while Defender asks to wait`, async () => {
        const card = await limited(room, one);
        await alterPerson(room.company, who, NONE);
        await room.pass(31, 3);
        assert.deepEqual([(await room.request())?.state, ...one.written(room.world)], ['failed', 0, 0]);
        assert.match(cardText(card.card), words);
        await room.pass(600, 7);
        assert.deepEqual(one.written(room.world), [0, 0]);
      });

    for (const sent of one.inOneCall === 1 ? ([0, 1] as const) : ([0] as const))
      it(`are those after a kill and a restart, with ${sent} of 2 sent`, async () => {
        const card = await room.approved(one.ask(room.world));
        await room.diesAtMove(1 + sent * 2);
        await alterPerson(room.company, 'bob', NONE);
        await room.pass(LEASE, 3);
        await room.pass(600, 7);
        assert.equal((await room.request())?.state, sent === 0 ? 'failed' : 'applied');
        assert.deepEqual(one.written(room.world), [sent, 0]);
        assert.match(cardText(card.card), COUNTS_NO_MORE);
        assert.match(cardText(card.card), one.told(sent));
        assert.doesNotMatch(cardText(card.card), /Nothing was changed/);
      });

    it('cannot be asked while the directory is silent: it waits for that, and goes on', async () => {
      const card = await limited(room, one);
      room.world.faults.push({ surface: 'graph', kind: 'status', status: 503 });
      await room.pass(31, 3);
      assert.deepEqual([(await room.request())?.state, ...one.written(room.world)], ['applying', 0, 0]);
      assert.match(cardText(card.card), /So far: .*The directory/s);
      room.world.faults.length = 0;
      await room.pass(61, 3);
      assert.deepEqual([(await room.request())?.state, ...one.written(room.world)], ['applied', 1, 1]);
    });
  });

/** Asks and approves what Defender then asks to wait with, before it takes any of it. */
async function limited(room: Room, one: KindCase): Promise<TeamsMessage> {
  const card = await room.company.pending(one.ask(room.world));
  const busy = { kind: 'status', status: 429, retryAfter: 30, path: one.path, times: 1 } as const;
  room.world.faults.push({ surface: 'mde', ...busy });
  await room.company.approve('bob', card);
  await room.company.settle();
  assert.deepEqual([(await room.request())?.state, ...one.written(room.world)], ['applying', 0, 0]);
  return card;
}

describe('the rights that are asked again before more is sent', function () {
  this.timeout(60_000);
  let room: Room;
  beforeEach(async () => {
    room = await open();
  });
  afterEach(() => close(room));

  it('are those after a restart in the middle of five thousand tags', async () => {
    const start = room.addMachines(5_000);
    const card = await room.approved(`tag every device whose name starts with ${start} with Lab`);
    assert(await room.diesAt(10), 'it was killed in the middle');
    const before = room.taken.size;
    assert(before > 0 && before < 5_000, `${before} were sent`);
    await alterPerson(room.company, 'bob', NONE);
    await room.pass(LEASE, 3);
    await room.pass(600, 7);
    const request = await room.request();
    assert.deepEqual([request?.state, room.taken.size], ['applied', before]);
    assert.equal(request?.outcome?.items?.done, before);
    assert.match(cardText(card.card), COUNTS_NO_MORE);
  });

  it('are those of each part of several changes, and its note does not say that nothing was changed', async () => {
    await close(room);
    room = await open({ connector: 'portal' });
    const two = 'as one request: enable automated investigation; tag LAP-HR-0001, LAP-HR-0002 with Lab';
    const card = await room.company.pending(two);
    const busy = { kind: 'status', status: 429, retryAfter: 30, path: 'AddOrRemoveTag', times: 1 } as const;
    room.world.faults.push({ surface: 'mde', ...busy });
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.equal((await room.request())?.state, 'applying');
    await alterPerson(room.company, 'alice', NONE);
    await room.pass(31, 3);
    assert.deepEqual([(await room.request())?.state, room.taken.size], ['applied', 0]);
    assert.match(cardText(card.card), /1 of 2 changes are applied/);
    assert.match(cardText(card.card), MAY_NOT_ASK);
    assert.doesNotMatch(cardText(card.card), /Nothing was changed/);
  });
});
