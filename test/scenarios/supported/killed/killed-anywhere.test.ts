import assert from 'node:assert/strict';
import { actionOf } from '../../../support/company/fake-teams.ts';
import { KIND_CASES } from '../every-kind/kind-cases.ts';
import { TagRoom } from '../tag-room.ts';
import { cardOf, passHours, playKilled, toldOn } from './walk-kills.ts';

/** `npm run test:long` kills after each message that was noted as shown, too: those are no part of a write. */
const isLong = process.env.KILLED_AT === 'all';

/** What a write consists of: each has a kill right after it. */
const STEPS = [
  'commit request.drafted',
  'commit request.submit',
  'commit request.approve',
  'commit request.start',
  'moveItems waiting to started',
  'writeItems',
  'moveItems started to done',
  'commit request.record-outcome',
];

for (const [kind, one] of Object.entries(KIND_CASES))
  describe(`a service that is killed between any two steps of a write: ${kind}`, function () {
    this.timeout(120_000);
    const isOrder = one.inOneCall === 1;
    let room: TagRoom;

    const written = () => one.written(room.world);

    async function walk(dies: number): Promise<readonly string[]> {
      room = await TagRoom.open({ environment: { SCAN_APPROVAL: '0' } });
      // Two batches: what is lost of the second one is a part of the request.
      Object.assign(room.company.services.supported, { batchOf: () => 1 });
      try {
        const effects = await playKilled(room, one, dies);
        if (effects.length >= dies) await isWhole(`${dies}: ${effects.at(-1)}`);
        return effects;
      } finally {
        await room.company.close();
      }
    }

    /** Nothing was written twice; what was not written is told, and can be asked for again once that is certain. */
    async function isWhole(after: string): Promise<void> {
      const missing = () => written().filter((times) => times === 0).length;
      assert(
        written().every((times) => times <= 1),
        `${after}: written twice: ${written()}`,
      );
      if (missing() > 0) {
        await passHours(room);
        const card = cardOf(room);
        assert(card);
        assert.equal(actionOf({ ...card.card }, 'again') !== null, !isOrder, `${after}: ${toldOn(room)}`);
        if (isOrder) assert.match(toldOn(room), /not known/, after);
        else await isAskedAgain();
      } else assert.match(toldOn(room), one.told(2), after);
      if (!isOrder) assert.deepEqual(written(), [1, 1], after);
      await room.company.assertAuditHolds();
    }

    async function isAskedAgain(): Promise<void> {
      await room.approved('ask again 1');
      await room.pass(5, 3);
    }

    it('loses nothing, and writes nothing twice', async () => {
      const [all, walked] = [await walk(Number.POSITIVE_INFINITY), new Set<string>()];
      for (const [at, effect] of all.entries())
        if (isLong || effect !== 'messageShown') walked.add((await walk(at + 1)).at(-1) ?? '');
      const missed = STEPS.filter((step) => !walked.has(step));
      assert.deepEqual(missed, [], all.join('\n'));
    });
  });
