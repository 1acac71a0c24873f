import { type Kysely, PostgresAdapter } from 'kysely';

/** Where the two databases differ, a query asks here. */
export function isPostgres(db: Pick<Kysely<unknown>, 'getExecutor'>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
