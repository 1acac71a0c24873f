import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../../src/sandbox/mde/actions/machine-actions.ts';
import { isAirlockError } from '../../../../../src/shared/errors.ts';
import { actionOf, type TeamsMessage } from '../../../../support/company/fake-teams.ts';
import { AnyOwner } from '../../../../support/databases/any-owner.ts';
import type { TestDatabase } from '../../../../support/databases/postgres-database.ts';
import { TEST_KEYS } from '../../../../support/runtime/record-keys.ts';
import { TagRoom } from '../../../supported/tag-room.ts';
import { RECORD_ATTACKS, type Stage } from './attack-table.ts';

/** Later entries, so that what is forged is not the end of the record, which each step looks at. */
const MORE = 'enable automatically resolve alerts';

/**
 * Every attack of the table on a database: on the running service and then over a restart, and once more while the
 * service is stopped.
 */
export function attackStories(database: TestDatabase): void {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open({ database: await database() });
  });
  afterEach(() => room.company.close());

  for (const at of ['approved', 'begun'] as const)
    it(`without an attack what is ${at} goes on after a restart`, async () => {
      await attacked(at);
      await stop(room);
      assert(await start(room));
      await goOn(room);
      assert.equal((await room.request())?.state, 'applied');
      await room.company.assertAuditHolds();
    });

  for (const [name, attack] of Object.entries(RECORD_ATTACKS)) {
    it(`${name}: nothing is sent or signed by it while the service runs, and after a restart`, async () => {
      const { owner, card, before } = await attacked(attack.at);
      await attack.run(owner, room);
      if (attack.pressed) await press(room, card);
      await goOn(room);
      await assertNothingDone(owner, room, before);
      await stop(room);
      if (await start(room)) {
        if (attack.pressed) await press(room, card);
        await goOn(room);
      }
      await assertNothingDone(owner, room, before);
      await found(room);
    });

    it(`${name}: nothing is sent or signed by it where it was done while the service was stopped`, async () => {
      const { owner, card, before } = await attacked(attack.at);
      await stop(room);
      await attack.run(owner, room);
      if (await start(room)) {
        if (attack.pressed) await press(room, card);
        await goOn(room);
      }
      await assertNothingDone(owner, room, before);
      await found(room);
    });
  }

  async function attacked(at: Stage) {
    const card = await reach(room, at);
    await room.company.say('bob', MORE);
    const owner = new AnyOwner(room.company.place);
    return { owner, card, before: await done(owner, room) };
  }
}

async function reach(room: TagRoom, at: Stage): Promise<TeamsMessage> {
  const { company, world } = room;
  const card = await company.pending('isolate LAP-HR-0001, LAP-HR-0002');
  if (at === 'pending') return card;
  const path = `${room.machine('LAP-HR-0002').id}/isolate`;
  if (at === 'approved') world.faults.push({ surface: 'mde', kind: 'status', status: 503 });
  if (at === 'begun')
    world.faults.push({ surface: 'mde', kind: 'status', status: 429, retryAfter: 600, path, times: 1 });
  await company.approve('bob', card);
  await company.settle();
  assert.equal((await room.request())?.state, at === 'begun' ? 'applying' : at);
  return card;
}

/** What was ordered in Defender, and how many steps the service signed that somebody decides or that write. */
async function done(owner: AnyOwner, room: TagRoom) {
  const orders = machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi');
  const events = ['request.approve', 'request.endorse', 'request.start', 'request.record-outcome'];
  const own = (await owner.entries()).filter(
    ({ event, key_id: keyId }) => keyId === TEST_KEYS.keyId && events.includes(String(event)),
  );
  return {
    ordered: orders.map(({ type, computerDnsName }) => `${type} ${computerDnsName}`),
    signed: own.map(({ hash }) => hash),
  };
}

async function assertNothingDone(owner: AnyOwner, room: TagRoom, before: Awaited<ReturnType<typeof done>>) {
  const { ordered, signed } = await done(owner, room);
  assert.deepEqual(ordered, before.ordered, 'nothing more was sent');
  assert.deepEqual(
    signed.filter((hash) => !before.signed.includes(hash)),
    [],
    'nothing more was signed',
  );
}

/** Bob presses what he saw, and what the row says by now. */
async function press(room: TagRoom, card: TeamsMessage): Promise<void> {
  await room.company.approve('bob', card);
  const { digest, rev } = (await room.request()) ?? assert.fail();
  const seen = actionOf(card.card, 'view') ?? assert.fail();
  await room.company.invoke('bob', card, { verb: 'approve', data: { ...Object(seen.data), digest, rev } });
}

/** Defender answers again, and everything due happens. */
async function goOn(room: TagRoom): Promise<void> {
  room.world.faults.length = 0;
  await room.pass(601, 2);
}

async function stop(room: TagRoom): Promise<void> {
  for (const app of room.company.apps.splice(0)) await app.close();
}

/** @returns false where the service refuses to start on such a record */
async function start({ company }: TagRoom): Promise<boolean> {
  try {
    const app = await company.another();
    company.services = { ...company.services, store: app.stored.store };
    return true;
  } catch (error) {
    assert(isAirlockError(error, 'record-broken'), String(error));
    return false;
  }
}

async function found({ company }: TagRoom): Promise<void> {
  company.tampered = true;
  await company.assertAuditHolds();
}
