import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import { pausesOf } from '../../shared/backoff.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { SCHEMA } from './postgres-guards.ts';
import type { Db, Tables } from './tables.ts';

/** Whether the database is PostgreSQL, for queries that have to differ. */
export function isPostgres(db: Pick<Kysely<unknown>, 'getExecutor'>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/**
 * One of Airlock's tables in a statement that is written out: there no schema is put before its name, and on PostgreSQL
 * a name without one is not found.
 */
export function tableOf(
  db: Pick<Kysely<unknown>, 'getExecutor'>,
  name: keyof Tables | 'kysely_migration' | 'request_terms_next',
) {
  return sql.table(isPostgres(db) ? `${SCHEMA}.${name}` : name);
}

/**
 * How often to try a transaction that PostgreSQL keeps aborting in favour of others, and the pauses between the tries.
 */
const TRIES = 5;
const COLLISION_PAUSES = pausesOf(10, 20, 30, 40);

/** SQLSTATE serialization_failure and deadlock_detected: nothing of the transaction was kept. */
const COLLISIONS: readonly unknown[] = ['40001', '40P01'];

/**
 * Runs the work in one transaction: all of it is stored, or nothing is. The work may run more than once, so it must do
 * nothing but queries. On PostgreSQL each statement sees what was committed before it, so the work must lock whatever
 * may not change between two statements.
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
 * Runs queries that all see the same moment, and change nothing. On PostgreSQL they go by its own operators and
 * functions, whatever the session was set to by what somebody hung on a table.
 */
export function atOneMoment<T>(db: Kysely<Tables>, work: (trx: Db) => Promise<T>): Promise<T> {
  if (!isPostgres(db)) return db.transaction().execute(work);
  const reading = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return reading.execute(async (trx) => {
    await sql`set local search_path to pg_catalog, pg_temp`.execute(trx);
    return work(trx);
  });
}

/**
 * Makes every other transaction that names the same thing wait until this one ends, in any process. On SQLite a writing
 * transaction has the database to itself from its beginning. Call it before the first read that the lock is to protect:
 * each later statement then sees what the transaction before has committed.
 */
export async function lockUntilCommit(db: Db, what: string): Promise<void> {
  if (!isPostgres(db)) return;
  await sql`select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(${`airlock/${what}`}, 0::bigint))`.execute(
    db,
  );
}
