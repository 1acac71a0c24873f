import { type Kysely, Migrator } from 'kysely';
import { MIGRATIONS } from './migrations.ts';

/** Brings the schema up to date, under a lock: of several starting instances one does it, the others wait. @throws what stopped it */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
