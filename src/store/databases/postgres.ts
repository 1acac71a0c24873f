import { readFileSync } from 'node:fs';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely';
import { DatabaseError, Pool, type PoolClient, type PoolConfig, TypeOverrides, types } from 'pg';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { isUpToDate, migrate } from '../schema/migrations.ts';
import { SCHEMA } from '../schema/postgres-guards.ts';
import type { Tables } from '../schema/tables.ts';
import { databaseError } from './database-error.ts';
import type { PostgresPlace } from './store-location.ts';

/**
 * Wraps the pool for kysely. It converts the driver's errors. It discards a connection that may be broken instead of
 * using it again. A connection that breaks while idle does not end the process: the next query reports the fault.
 */
export function guardPool(pool: Pool): PostgresPool {
  pool.on('error', passOver);
  pool.on('connect', (client) => void client.on('error', passOver));
  return {
    async connect() {
      try {
        return guardClient(await pool.connect());
      } catch (error) {
        throw databaseError(error);
      }
    },
    end: () => pool.end(),
  };
}

function passOver(): void {}

function guardClient(client: PoolClient): PostgresPoolClient {
  let broken: AirlockError | null = null;
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    if (broken) throw broken;
    try {
      return await client.query(text, [...parameters]);
    } catch (error) {
      const clean = databaseError(error);
      if (!(error instanceof DatabaseError) || error.severity !== 'ERROR') broken = clean;
      throw clean;
    }
  };
  // The cast is sound: kysely passes text and parameters unless cursors are switched on, and they are not; the result
  // is pg's own.
  return { query: query as PostgresPoolClient['query'], release: () => client.release(broken !== null) };
}

/**
 * Parameters that the address may have besides server, user and database. The driver would take any other for one of
 * its options.
 */
const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

/**
 * TLS modes that check the server; the driver treats them alike (pg-connection-string). Modes that check less are
 * refused.
 */
const CHECKED = ['require', 'verify-ca', 'verify-full'];
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Checks the address of a PostgreSQL database: `postgres://user:password@host:5432/database?sslmode=verify-full`.
 * @returns the address for the driver. With TLS, the driver always checks the server's name and certificate chain.
 * @throws AirlockError config-invalid; its message never quotes the address, which holds a password
 */
export function checkPostgresUrl(text: string): string {
  if (!URL.canParse(text)) throw refused('cannot be read; write special characters of the password as %XX');
  const url = new URL(text);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    throw refused('begins with neither postgres:// nor postgresql://');
  if (url.hostname === '') throw refused('names no host');
  if (url.pathname.length < 2) throw refused('names no database');
  if ([...url.searchParams.keys()].some((name) => !PARAMETERS.includes(name)))
    throw refused(`has a parameter other than ${PARAMETERS.join(', ')}`);
  const mode = url.searchParams.get('sslmode');
  if (mode === null && !LOOPBACK.test(url.hostname))
    throw refused(
      'does not say whether to use TLS; end it with ?sslmode=verify-full, or with ?sslmode=disable where the network is trusted',
    );
  if (mode !== null && mode !== 'disable' && !CHECKED.includes(mode))
    throw refused(`has an sslmode other than disable, ${CHECKED.join(', ')}`);
  if (mode !== null && mode !== 'disable') url.searchParams.set('sslmode', 'verify-full');
  return url.href;
}

function refused(problem: string): AirlockError {
  return new AirlockError('config-invalid', `The address of the PostgreSQL database ${problem}.`);
}

/**
 * Connections of one instance. Its loops and turns wait for one another rather than take too many: by default, a server
 * has a hundred connections in all.
 */
const CONNECTIONS = 8;

/**
 * Milliseconds to wait for a connection, and milliseconds that the server may spend on one query, including waiting for
 * others.
 */
const PATIENCE = 10_000;

/**
 * Milliseconds without an answer until the driver gives up a query. It is longer, so that the server's own time-out
 * comes first.
 */
const SILENCE = 15_000;

/**
 * Milliseconds that a transaction may be idle. An instance that hangs half-way thus loses its locks before others time
 * out.
 */
const STANDSTILL = 5_000;

/** Milliseconds for one query of a migration, including waiting for another instance's migration. */
const MIGRATION = 10 * 60_000;

/**
 * Opens a PostgreSQL database and brings its schema up to date, where that is needed and its user may. Any number of
 * instances may share it.
 * @throws AirlockError config-invalid, store-unavailable, store-corrupt
 */
export async function openPostgres(place: PostgresPlace): Promise<Kysely<Tables>> {
  const builder = openToMigrate(place);
  try {
    if (!(await isUpToDate(builder))) {
      await assertNowhereElse(builder);
      await migrate(builder);
    }
  } catch (cause) {
    if (isAirlockError(cause) && cause.details.reason === NOT_PERMITTED) throw notMigrated();
    if (isAirlockError(cause)) throw cause;
    throw new AirlockError('store-corrupt', 'The database could not be brought up to date.', { cause });
  } finally {
    await builder.destroy();
  }
  return open(place, { connections: CONNECTIONS, query: PATIENCE, silence: SILENCE });
}

/**
 * Opens a PostgreSQL database to be read as it is, over one connection. Leaves its schema alone.
 * @throws AirlockError config-invalid, store-unavailable
 */
export function readPostgres(place: PostgresPlace): Kysely<Tables> {
  return open(place, { connections: 1, query: PATIENCE, silence: SILENCE });
}

/**
 * Nobody is given a new store who has one in another schema, where earlier versions found it by a search path.
 * @throws AirlockError config-invalid
 */
async function assertNowhereElse(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ schema: string }>`
    select n.nspname as schema from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relname = 'kysely_migration' and n.nspname not like 'pg\\_%'
    order by n.nspname = ${SCHEMA} desc limit 1`.execute(db);
  const schema = rows[0]?.schema ?? SCHEMA;
  if (schema === SCHEMA) return;
  throw new AirlockError(
    'config-invalid',
    `The tables of the database stand in the schema ${schema}, and Airlock looks for them in ${SCHEMA} alone. Their owner moves them: ALTER TABLE ${schema}.audit SET SCHEMA ${SCHEMA}, and so each other.`,
  );
}

/** SQLSTATE insufficient_privilege. */
export const NOT_PERMITTED = '42501';

function notMigrated(): AirlockError {
  return new AirlockError(
    'config-invalid',
    'The tables of the database are missing or not up to date, and the user of DATABASE_URL may not make them. Run `npm run airlock -- migrate` with the URL of their owner in DATABASE_OWNER_URL.',
  );
}

/** One connection with time for a migration. @throws AirlockError config-invalid */
export function openToMigrate(place: PostgresPlace): Kysely<Tables> {
  return open(place, { connections: 1, query: MIGRATION, silence: MIGRATION });
}

/**
 * How the driver connects. With a password function the address is taken apart, since the driver would put the (empty)
 * password of a connection string in its place.
 * @throws AirlockError config-invalid
 */
export function connectionOf({ url, password }: PostgresPlace): PoolConfig {
  const connectionString = checkPostgresUrl(url);
  if (!password) return { connectionString, options: OWN };
  const { hostname, port, username, pathname, searchParams } = new URL(connectionString);
  const authority = searchParams.get('sslrootcert');
  const tls = { rejectUnauthorized: true, ...(authority !== null && { ca: readFileSync(authority, 'utf8') }) };
  return {
    options: OWN,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? POSTGRES_PORT : Number(port),
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
    password,
    ssl: searchParams.get('sslmode') === 'verify-full' ? tls : false,
  };
}

const POSTGRES_PORT = 5_432;

/** What was committed is on disk before anybody is told: a withdrawal that a crash loses would be written. */
const KEPT = '-c synchronous_commit=on';

/**
 * Where names without a schema are looked for, whatever database and role are set to: among PostgreSQL's own alone.
 * Each table of Airlock is named with its schema, so nothing stands in for it, whatever becomes of this path.
 */
const NAMES = '-c search_path=pg_catalog,pg_temp';

/** What each session goes by, whatever database and role are set to. */
const OWN = `${NAMES} ${KEPT}`;

function open(
  place: PostgresPlace,
  limits: { readonly connections: number; readonly query: number; readonly silence: number },
): Kysely<Tables> {
  const pool = new Pool({
    ...connectionOf(place),
    application_name: 'airlock',
    max: limits.connections,
    connectionTimeoutMillis: PATIENCE,
    statement_timeout: limits.query,
    query_timeout: limits.silence,
    idle_in_transaction_session_timeout: STANDSTILL,
    keepAlive: true,
    types: numericBigints(),
  });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) }).withSchema(SCHEMA);
}

/**
 * Parses bigints as numbers; pg returns them as text. Every bigint of the schema is a time in ms, a count or a running
 * number, so a number holds it exactly.
 */
function numericBigints(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, Number);
  return overrides;
}
