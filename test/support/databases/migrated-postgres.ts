import { openPostgres } from '../../../src/store/databases/postgres.ts';
import { createDatabase, onServer, type PostgresDatabase, postgresDatabase, serverUrl } from './postgres-database.ts';

/** Names the database that all of a run's are copies of, for the processes that it starts. */
const TEMPLATE = 'DATABASE_TEST_TEMPLATE';

let made: Promise<string> | undefined;

/**
 * Makes a database of one test's own with an empty store of the newest schema, as an instance leaves it that was
 * started once and asked nothing. To copy one takes a third of what the migrations take.
 */
export async function migratedPostgres(): Promise<PostgresDatabase> {
  const { [TEMPLATE]: whole, DATABASE_TEST_URL: given } = process.env;
  if (whole !== undefined) return createDatabase({ template: whole });
  // On a server that outlives this process nothing would remove a template of its own.
  if (given !== undefined) return postgresDatabase();
  made ??= makeTemplate();
  return createDatabase({ template: await made });
}

/** Makes the template for every process that this one starts. @returns what removes it */
export async function templateForAll(): Promise<() => Promise<void>> {
  const url = await serverUrl();
  const name = await makeTemplate();
  process.env[TEMPLATE] = name;
  return () => onServer(url, `drop database if exists ${name} with (force)`);
}

async function makeTemplate(): Promise<string> {
  const { url } = await postgresDatabase();
  await (await openPostgres({ url })).destroy();
  return new URL(url).pathname.slice(1);
}
