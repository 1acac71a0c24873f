import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import { pausesOf } from '../../shared/backoff.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { Db, Tables } from './tables.ts';

/** Where the two databases differ, a query asks here. */
export function isPostgres(db: Pick<Kysely<unknown>, 'getExecutor'>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/**
 * How often a transaction is tried that PostgreSQL ended in favour of another one, and the pauses between the tries.
 */
const TRIES = 5;
const COLLISION_PAUSES = pausesOf(10, 20, 30, 40);

/** SQLSTATE serialization_failure and deadlock_detected: nothing of the transaction was kept. */
const COLLISIONS: readonly unknown[] = ['40001', '40P01'];

/**
 * Runs the work in one transaction: all of it lands, or nothing does. The work may run again, so it does nothing but
 * queries. On PostgreSQL each statement sees what was committed before it: what must not change between two of them is
 * locked by the work.
 */
export async function transact<T>(db: Kysely<Tables>, work: (trx: Db) => Promise<T>): Promise<T> {
  if (!isPostgres(db)) return db.transaction().execute(work);
  for (let attempts = 0; ; attempts += 1) {
    try {
      return await db.transaction().setIsolationLevel('read committed').execute(work);
    } catch (error) {
      const collided = isAirlockError(error) && COLLISIONS.includes(error.details.reason);
      if (!collided || attempts + 1 === TRIES) throw error;
      await wait(COLLISION_PAUSES(attempts));
    }
  }
}

/**
 * From here to the end of this transaction, every other one that names the same thing waits, in whatever process. On
 * SQLite a transaction that writes is alone from its beginning. Called before the first read that the turn protects:
 * each later statement then sees what the one before has committed.
 */
export async function lockUntilCommit(db: Db, what: string): Promise<void> {
  if (!isPostgres(db)) return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`airlock/${what}`}, 0))`.execute(db);
}
