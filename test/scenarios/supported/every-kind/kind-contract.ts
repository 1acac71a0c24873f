import assert from 'node:assert/strict';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import type { TestDatabase } from '../../../support/databases/postgres-database.ts';
import { TagRoom } from '../tag-room.ts';
import type { KindCase } from './kind-cases.ts';

/** How many steps of a write are cut short by a kill; the writing of two items has fewer. */
const STEPS = 9;

/** Faults of a call that writes, and whether what it is about is written in spite of each. */
const FAULTS: readonly (readonly [name: string, fault: Omit<Fault, 'surface' | 'path'>, taken: boolean])[] = [
  ['429', { kind: 'status', status: 429, retryAfter: 30, times: 1 }, true],
  ['500', { kind: 'status', status: 500, times: 1 }, false],
  ['a line cut before the write', { kind: 'cut', times: 1 }, false],
  ['a line cut after the write', { kind: 'cut-after', times: 1 }, true],
];

/**
 * What holds for every kind of change that a supported API writes.
 * @param part `races`: only what another database could do otherwise
 */
export function kindContract(one: KindCase, database: TestDatabase, part: 'all' | 'races' = 'all'): void {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open({ environment: { SCAN_APPROVAL: '0' }, database: await database() });
  });
  afterEach(async () => {
    const written = one.written(room.world);
    assert(
      written.every((times) => times <= 1),
      `nothing was written twice: ${written}`,
    );
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const written = () => one.written(room.world);
  const state = async (number = 1) => (await room.request(number))?.state;
  const pending = () => room.company.pending(one.ask(room.world));
  const isWritten = (card: TeamsMessage) => {
    assert.deepEqual(written(), [1, 1]);
    assert.match(cardText(card.card), one.told(2));
  };

  it('is written once by two instances, of an approval that is delivered twice', async () => {
    const second = await room.company.another();
    const card = await pending();
    const seen = actionOf(await room.company.view('bob', card), 'approve');
    assert(seen);
    await Promise.all([
      room.company.invoke('bob', card, seen, { id: 'twice' }),
      room.company.invoke('bob', card, seen, { id: 'twice', app: second }),
    ]);
    assert.deepEqual(written(), [0, 0]);
    await Promise.all([room.company.settle(), room.company.settle(second)]);
    await room.pass(3);
    assert.equal(await state(), 'applied');
    isWritten(card);
  });

  it('is written once wherever an instance is killed, and told', async () => {
    const card = await room.approved(one.ask(room.world));
    for (let step = 1; step <= STEPS; step += 1) {
      await room.diesAt(step);
      await room.pass(300);
    }
    await room.pass(300, 14);
    const done = written().filter((times) => times === 1).length;
    assert.equal(await state(), done === 0 ? 'unknown' : 'applied');
    assert.match(cardText(card.card), one.told(done as 0 | 1 | 2));
  });
  if (part === 'races') return;

  it('expires undecided, and nothing is written', async () => {
    const card = await pending();
    await room.pass(24 * 3_600 + 1);
    assert.equal(await state(), 'expired');
    assert.match(cardText(card.card), /Expired/i);
    await room.company.decide('bob', 'approve', 1);
    assert.deepEqual([await state(), ...written()], ['expired', 0, 0]);
  });

  it('expires where Defender cannot be read until the window of its execution is over', async () => {
    const card = await pending();
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 503 });
    await room.company.approve('bob', card);
    await room.company.settle();
    await room.pass(1_800, 9);
    assert.equal(await state(), 'expired');
    assert.deepEqual(written(), [0, 0]);
  });

  it('ends where Defender takes nothing for a whole window of its execution, and lists each with why', async () => {
    const card = await pending();
    const busy = { kind: 'status', status: 429, retryAfter: 600, path: one.path } as const;
    room.world.faults.push({ surface: 'mde', ...busy });
    await room.company.approve('bob', card);
    await room.company.settle();
    await room.pass(1_800, 7);
    assert.equal(await state(), 'applying');
    await room.pass(1_800, 3);
    assert.deepEqual([await state(), ...written()], ['failed', 0, 0]);
    assert.match(cardText(card.card), /not sent: Defender took nothing of this request for 4 hours/);
    await room.company.say('alice', 'devices 1');
    assert.match(room.last, /2 items.*not sent: Defender took nothing/s);
  });

  it('leaves alone what somebody changed meanwhile', async () => {
    const card = await pending();
    one.drift(room.world);
    const [before] = written();
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.deepEqual(written(), [before, one.afterDrift]);
    assert.equal(await state(), one.afterDrift === 0 ? 'stale' : 'applied');
  });

  for (const [name, fault, taken] of FAULTS)
    it(`is written once or not at all in spite of ${name}`, async () => {
      const card = await pending();
      room.world.faults.push({ surface: 'mde', path: one.path, ...fault });
      await room.company.approve('bob', card);
      await room.company.settle();
      await room.pass(31, 4);
      await room.pass(600, 7);
      const lost = taken ? 0 : one.inOneCall;
      assert.equal(written().filter((times) => times === 1).length, 2 - lost);
      assert.match(cardText(card.card), one.told((2 - lost) as 0 | 1 | 2));
      assert.equal(await state(), lost === 2 ? 'unknown' : 'applied');
    });

  const { undo } = one;
  it(undo ? 'is undone by a request of its own' : 'cannot be undone, which is said', async () => {
    const card = await room.approved(one.ask(room.world));
    await room.company.settle();
    isWritten(card);
    await room.company.say('alice', 'revert 1');
    assert.match(room.last, undo ?? /nothing|cannot/i);
  });
}
