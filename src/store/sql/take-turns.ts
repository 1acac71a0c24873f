import { sql } from 'kysely';
import { isPostgres } from './is-postgres.ts';
import type { Db } from './rows.ts';

/**
 * From here to the end of this transaction, every other one that names the same thing waits, in whatever process. On SQLite a
 * transaction that writes is alone from its beginning. Called before the first read that the turn protects: each later statement
 * then sees what the one before has committed.
 */
export async function takeTurns(db: Db, what: string): Promise<void> {
  if (!isPostgres(db)) return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`airlock/${what}`}, 0))`.execute(db);
}
