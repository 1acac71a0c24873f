import { type Kysely, sql } from 'kysely';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { migrate } from '../schema/migrations.ts';
import { SCHEMA } from '../schema/postgres-guards.ts';
import { type Tables, WORKING_TABLES } from '../schema/tables.ts';
import { tableOf } from '../schema/transact.ts';
import { checkPostgresUrl, NOT_PERMITTED, openToMigrate, readPostgres } from './postgres.ts';
import type { PostgresPlace } from './store-location.ts';

/**
 * Brings the schema up to date as its owner, and lets the service's role work with it: select and insert on the record,
 * everything on the rows of other tables, nothing on the schema.
 * @param ownerUrl see checkPostgresUrl; a secret
 * @param serviceUrl names the service's role
 * @returns the name of that role
 * @throws AirlockError config-invalid, store-unavailable, store-corrupt
 */
export async function migrateAsOwner(ownerUrl: string, serviceUrl: string): Promise<string> {
  const [owner, service] = [userOf(ownerUrl), userOf(serviceUrl)];
  if (owner === service)
    throw refused('DATABASE_URL and DATABASE_OWNER_URL name the same user: the service needs one of its own');
  const db = openToMigrate({ url: ownerUrl });
  try {
    await migrate(db);
    await grant(db, service);
    return service;
  } catch (cause) {
    if (isAirlockError(cause) && cause.details.reason === NOT_PERMITTED) throw notOwner();
    if (isAirlockError(cause)) throw cause;
    throw new AirlockError('store-corrupt', 'The database could not be brought up to date.', { cause });
  } finally {
    await db.destroy();
  }
}

function notOwner(): AirlockError {
  return refused(
    'the user of DATABASE_OWNER_URL may not change the tables. It must own the database and its tables; where another role made them, an administrator hands them over: REASSIGN OWNED BY <that role> TO <the owner>',
  );
}

function userOf(url: string): string {
  return decodeURIComponent(new URL(checkPostgresUrl(url)).username);
}

async function grant(db: Kysely<Tables>, service: string): Promise<void> {
  const known = await sql`select 1 from pg_roles where rolname = ${service}`.execute(db);
  if (known.rows.length === 0)
    throw refused(`there is no role ${service}, which DATABASE_URL names: create it (create role … login password …)`);
  const role = sql.id(service);
  await db.transaction().execute(async (trx) => {
    await sql`grant usage on schema ${sql.id(SCHEMA)} to ${role}`.execute(trx);
    for (const table of Object.keys(WORKING_TABLES))
      await sql`grant select, insert, update, delete on ${sql.table(`${SCHEMA}.${table}`)} to ${role}`.execute(trx);
    await sql`revoke all on ${tableOf(trx, 'audit')} from ${role}, public`.execute(trx);
    await sql`grant select, insert on ${tableOf(trx, 'audit')} to ${role}`.execute(trx);
    await sql`grant select on ${tableOf(trx, 'kysely_migration')} to ${role}`.execute(trx);
  });
  const { rows } = await rewriters(service).execute(db);
  if (rows.length > 0)
    throw refused(`the role ${service} could still rewrite the record: it is a superuser, or has the owner's rights`);
}

/**
 * Whether the role of this address may change, delete or replace entries of the record.
 * @throws AirlockError config-invalid, store-unavailable
 */
export async function mayRewriteRecord(place: PostgresPlace): Promise<boolean> {
  const db = readPostgres(place);
  try {
    return (await rewriters(userOf(place.url)).execute(db)).rows.length > 0;
  } finally {
    await db.destroy();
  }
}

/** One row where this role may change, delete or replace entries of the record; else none. */
function rewriters(role: string) {
  return sql<{ relname: string }>`
    select relname from pg_class
    where oid = ${`${SCHEMA}.audit`}::regclass and (
      has_table_privilege(${role}, oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER') or pg_has_role(${role}, relowner, 'MEMBER')
    )`;
}

function refused(problem: string): AirlockError {
  return new AirlockError('config-invalid', `The database was not migrated: ${problem}.`);
}
