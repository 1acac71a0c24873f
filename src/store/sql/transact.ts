import { setTimeout as wait } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { isAirlockError } from '../../errors.ts';
import { isPostgres } from './is-postgres.ts';
import type { Db } from './rows.ts';
import type { Tables } from './tables.ts';

/** How often a transaction is tried that PostgreSQL ended in favour of another one, and the first pause before the next try, in ms. */
const TRIES = 5;
const PAUSE = 10;

/** SQLSTATE serialization_failure and deadlock_detected: nothing of the transaction was kept. */
const COLLISIONS: readonly unknown[] = ['40001', '40P01'];

/**
 * Runs the work in one transaction: all of it lands, or nothing does. The work may run again, so it does nothing but queries.
 * On PostgreSQL each statement sees what was committed before it: what must not change between two of them is locked by the work.
 */
export async function transact<T>(db: Kysely<Tables>, work: (trx: Db) => Promise<T>): Promise<T> {
  if (!isPostgres(db)) return db.transaction().execute(work);
  for (let tried = 1; ; tried += 1) {
    try {
      return await db.transaction().setIsolationLevel('read committed').execute(work);
    } catch (error) {
      const collided = isAirlockError(error) && COLLISIONS.includes(error.details.reason);
      if (!collided || tried === TRIES) throw error;
      await wait(PAUSE * tried);
    }
  }
}
