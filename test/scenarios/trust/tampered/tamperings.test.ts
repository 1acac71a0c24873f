import assert from 'node:assert/strict';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import Database from 'libsql';
import type { Change } from '../../../../src/changes/registry/change.ts';
import { type AuditReport, auditPlace, auditRecord } from '../../../../src/store/audit/audit-record.ts';
import { recordSource } from '../../../../src/store/audit/record-source.ts';
import type { Tables } from '../../../../src/store/schema/tables.ts';
import { Random } from '../../../support/generated/random.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import type { Attack } from '../../../support/tampering/entry-attacks.ts';
import { type HonestStore, makeHonestStore } from '../../../support/tampering/honest-store.ts';
import { bodyOf, contentOf, dropGuards, rowsOf, type Scene } from '../../../support/tampering/sql.ts';
import { ATTACKS as ROW_ATTACKS } from '../../../support/tampering/work-attacks.ts';
import { KEPT_ATTACKS } from './kept-attacks.ts';
import { makeLivedStore } from './lived-store.ts';

const USUAL_SEED = 20_261_129;
const SEED = Number(process.env.SEED ?? USUAL_SEED);
const TAMPERINGS = 1_000;
/** Tries on one store before it is another’s turn. */
const TURNS = 40;
const STORES = 'test/fixtures/stores';
const ATTACKS: Readonly<Record<string, Attack>> = { ...ROW_ATTACKS, ...KEPT_ATTACKS };

describe(`a record that was tampered with (seed ${SEED})`, function () {
  this.timeout(600_000);
  const stores: HonestStore[] = [];
  const keys = TEST_KEYS.known;

  before(async () => {
    for (let store = 0; store < 4; store += 1) stores.push(await makeHonestStore({ seed: SEED + store, steps: 12 }));
    stores.push(await makeHonestStore({ seed: SEED, steps: 12, accounts: true }));
    for (const name of ['portal', 'guided'])
      stores.push(await makeHonestStore({ seed: SEED, from: `${STORES}/v0.1.0-${name}.db`, steps: 6 }));
    stores.push(await makeLivedStore());
  });
  after(async () => {
    for (const store of stores) await store.remove();
  });

  it('is never suspected as long as it is honest', async () => {
    for (const { file, backups, note, name } of stores) {
      const sealed = { keys, sealer: TEST_KEYS };
      assert.deepEqual((await auditPlace({ file }, { ...sealed, witness: note })).faults, [], name);
      for (const backup of backups) assert.deepEqual((await auditPlace({ file: backup }, sealed)).faults, [], name);
    }
  });

  it('holds every kind of change', async () => {
    const found = new Set(stores.flatMap(({ file }) => kindsIn(file)));
    assert.deepEqual(
      Object.keys(KINDS).filter((kind) => !found.has(kind)),
      [],
    );
  });

  it(`is found out, each of ${TAMPERINGS} times`, async () => {
    const random = new Random(SEED);
    const missed: string[] = [];
    const done = new Map<string, number>();
    for (let tampering = 0; tampering < TAMPERINGS; ) {
      const bench = new Bench(random.pick(stores), random);
      for (let turn = 0; turn < TURNS && tampering < TAMPERINGS; turn += 1) {
        const unmade = Object.keys(ATTACKS).filter((name) => !done.has(name));
        const names = attackNames(random, unmade);
        const found = await bench.tamper(names);
        if (found === null) continue;
        tampering += 1;
        for (const name of names) done.set(name, (done.get(name) ?? 0) + 1);
        if (found.faultCount === 0) missed.push(`${bench.store.name}: ${names.join(' + ')}`);
      }
      await bench.close();
    }
    assert.deepEqual(missed, []);
    const unmade = Object.keys(ATTACKS).filter((name) => !done.has(name));
    // With another seed, no store may have what a rare attack needs.
    if (SEED === USUAL_SEED) assert.deepEqual(unmade, [], 'every attack was made');
  });
});

/** The kinds of changes that are asked for, those of parts as well. */
function kindsIn(file: string): readonly string[] {
  const db = new Database(file, { readonly: true });
  const changes = rowsOf(db, 'requests').map(
    (row) => bodyOf(row).change as { kind: string; parts?: { kind: string }[] },
  );
  db.close();
  return changes.flatMap(({ kind, parts = [] }) => [kind, ...parts.map((part) => part.kind)]);
}

/** Every kind there is, or this does not compile, but the one that is asked for only where somebody tampered before. */
const KINDS: Readonly<Record<Exclude<Change['kind'], 'settled-emergency'>, true>> = {
  ...{ 'advanced-feature': true, several: true, 'approval-channel': true, 'ungrouped-devices': true },
  ...{ 'device-group.create': true, 'device-group.update': true, 'device-group.delete': true },
  ...{ 'device-group.rank': true, 'device-tags': true, 'antivirus-scan': true, 'response-actions': true },
  ...{ indicators: true, alerts: true },
};

/**
 * One attack, now and then two or three at once. @param unmade those that were not made so far: half of the time it is
 * the turn of one of them, since few stores have what some of them need
 */
function attackNames(random: Random, unmade: readonly string[]): readonly string[] {
  if (unmade.length > 0 && random.chance(0.5)) return [random.pick(unmade)];
  const count = random.chance(0.2) ? 2 + random.below(2) : 1;
  return Array.from({ length: count }, () => random.pick(Object.keys(ATTACKS)));
}

/** False where there is nothing to tamper with, for instance after the attack before it. */
function isDone(attack: Attack, scene: Scene): boolean {
  try {
    return attack.run(scene);
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof Error && error.name === 'SqliteError')) throw error;
    return false;
  }
}

/** One store in the hands of an attacker; each tampering is taken back. */
class Bench {
  readonly #db: Database.Database;
  readonly #kysely: Kysely<Tables>;
  readonly #scene: Scene;
  readonly #before: string;

  constructor(
    readonly store: HonestStore,
    random: Random,
  ) {
    this.#db = new Database(store.file);
    this.#kysely = new Kysely<Tables>({
      dialect: new SqliteDialect({ database: this.#db as unknown as SqliteDatabase }),
    });
    const backups = store.backups.map((file) => {
      const db = new Database(file);
      const content = contentOf(db);
      db.close();
      return content;
    });
    this.#scene = { db: this.#db, backups, random };
    this.#before = JSON.stringify(contentOf(this.#db));
  }

  /**
   * Looks without the key first, which finds most and takes a third of the time; the key only adds faults.
   * @returns what the audit found; null where the attacks came to nothing
   */
  async tamper(names: readonly string[]): Promise<AuditReport | null> {
    this.#db.exec('begin');
    try {
      dropGuards(this.#db);
      const attacks = names.map((name) => ATTACKS[name]);
      if (!attacks.every((attack) => attack && isDone(attack, this.#scene))) return null;
      // Several attacks at once may add up to a whole backup, which only a checkpoint shows.
      const needed = attacks.length > 1 || attacks.some((attack) => attack?.witness);
      const noted = needed ? { witness: this.store.note } : {};
      const source = { ...recordSource(this.#kysely), guards: async () => [] };
      const unsigned = await auditRecord(source, { keys: null });
      if (unsigned.faultCount > 0) return unsigned;
      const report = await auditRecord(source, { keys: TEST_KEYS.known, sealer: TEST_KEYS, ...noted });
      return report.faultCount > 0 || this.#isChanged() ? report : null;
    } finally {
      this.#db.exec('rollback');
    }
  }

  #isChanged(): boolean {
    return JSON.stringify(contentOf(this.#db)) !== this.#before;
  }

  async close(): Promise<void> {
    await this.#kysely.destroy();
  }
}
