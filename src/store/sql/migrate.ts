import { type Kysely, Migrator } from 'kysely';
import { AirlockError, isAirlockError } from '../../errors.ts';
import { firstMigration } from './first-migration.ts';

/** In the order in which they ran everywhere: one is added at the end, none is ever changed or taken back. */
const MIGRATIONS = { '0001-first': firstMigration };

/**
 * Brings the schema up to date, under a lock: of several starting instances one does it, the others wait.
 * @throws AirlockError store-corrupt
 */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error: cause } = await migrator.migrateToLatest();
  if (cause === undefined) return;
  if (isAirlockError(cause)) throw cause;
  throw new AirlockError('store-corrupt', 'The database could not be brought up to date.', { cause });
}
