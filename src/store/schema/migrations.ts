import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { isAirlockError } from '../../shared/errors.ts';
import { NEXT_ALONE } from './append-only.ts';
import { firstMigration } from './first-migration.ts';
import { thirteenthMigration } from './found-by-less.ts';
import {
  eighthMigration,
  eleventhMigration,
  fifthMigration,
  fourthMigration,
  ninthMigration,
  secondMigration,
  seventhMigration,
  sixthMigration,
  tenthMigration,
  thirdMigration,
  twelfthMigration,
} from './later-migrations.ts';
import { tableOf } from './transact.ts';

/**
 * Every migration of the schema, in the order of their numbers. They only go forward, and are never edited once
 * released.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': firstMigration,
  '0002-forms': secondMigration,
  '0003-activities': thirdMigration,
  '0004-settings': fourthMigration,
  '0005-bodies-of-version-2': fifthMigration,
  '0006-signed-record': sixthMigration,
  '0007-accounts-seen': seventhMigration,
  '0008-facts': eighthMigration,
  '0009-delivery': ninthMigration,
  '0010-found-again': tenthMigration,
  '0011-items': eleventhMigration,
  [NEXT_ALONE]: twelfthMigration,
  '0013-found-by-less': thirteenthMigration,
};

/** SQLSTATE undefined_table. */
const NO_SUCH_TABLE = '42P01';

/**
 * Whether exactly these migrations have run in a PostgreSQL database. It takes no lock, and needs no right but to read.
 */
export async function isUpToDate<T>(db: Kysely<T>): Promise<boolean> {
  try {
    const { rows } = await sql<{
      name: string;
    }>`select name from ${tableOf(db, 'kysely_migration')} order by name`.execute(db);
    return rows.map(({ name }) => name).join() === Object.keys(MIGRATIONS).join();
  } catch (error) {
    if (isAirlockError(error) && error.details.reason === NO_SUCH_TABLE) return false;
    throw error;
  }
}

/**
 * Brings the schema up to date, under a lock: if several instances start, one does it and the others wait.
 * @throws the error that stopped the migration
 */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
