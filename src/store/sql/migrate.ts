import { type Kysely, Migrator } from 'kysely';
import { firstMigration } from './first-migration.ts';

/** In the order in which they ran everywhere: one is added at the end, none is ever changed or taken back. */
const MIGRATIONS = { '0001-first': firstMigration };

/** Brings the schema up to date, under a lock: of several starting instances one does it, the others wait. @throws what stopped it */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
