import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import { DatabaseError, Pool, type PoolClient, TypeOverrides, types } from 'pg';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { migrate } from '../schema/migrations.ts';
import type { Tables } from '../schema/tables.ts';
import { databaseError } from './database-error.ts';

/**
 * The pool as kysely uses it: what the driver throws is cleaned, a connection whose line is doubtful is used for
 * nothing more and thrown away, and a line that is cut while nobody asks anything ends no process: the next query finds
 * out by itself.
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
  // Sound: kysely passes text and parameters unless cursors are switched on, and they are not; the result is pg's own.
  return { query: query as PostgresPoolClient['query'], release: () => client.release(broken !== null) };
}

/**
 * What the address may say beside server, user and database; everything else would be taken for an option of the
 * driver.
 */
const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

/**
 * TLS modes that check the server; the driver treats them alike (pg-connection-string). Half-checked ones are refused.
 */
const CHECKED = ['require', 'verify-ca', 'verify-full'];
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Checks the address of a PostgreSQL database: `postgres://user:password@host:5432/database?sslmode=verify-full`.
 * @returns the address for the driver: TLS on is TLS with the server's name and chain checked.
 * @throws AirlockError config-invalid; the address holds a password and is in no message.
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
      'says nothing of TLS; end it with ?sslmode=verify-full, or with ?sslmode=disable where the network is trusted',
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
 * Connections of one instance: its loops and turns queue rather than crowd a server that by default lends a hundred to
 * all.
 */
const CONNECTIONS = 8;

/**
 * Milliseconds that somebody waits for a connection, and that the server works on one query, waiting for others
 * included.
 */
const PATIENCE = 10_000;

/** Milliseconds until a query is given up whose line is silent: longer, so that the server's own answer comes first. */
const SILENCE = 15_000;

/**
 * Milliseconds that a transaction may stand still: an instance that hangs half-way gives its locks back before the
 * others lose patience.
 */
const STANDSTILL = 5_000;

/** Milliseconds for one query of a migration, waiting for another instance's migration included. */
const MIGRATION = 10 * 60_000;

/**
 * Opens a PostgreSQL database that any number of instances share, and brings its schema up to date.
 * @param url see checkPostgresUrl; secret.
 * @throws AirlockError config-invalid, store-unavailable, store-corrupt
 */
export async function openPostgres(url: string): Promise<Kysely<Tables>> {
  const connectionString = checkPostgresUrl(url);
  const builder = open(connectionString, { connections: 1, query: MIGRATION, silence: MIGRATION });
  try {
    await migrate(builder);
  } catch (cause) {
    if (isAirlockError(cause)) throw cause;
    throw new AirlockError('store-corrupt', 'The database could not be brought up to date.', { cause });
  } finally {
    await builder.destroy();
  }
  return open(connectionString, { connections: CONNECTIONS, query: PATIENCE, silence: SILENCE });
}

function open(
  connectionString: string,
  limits: { readonly connections: number; readonly query: number; readonly silence: number },
): Kysely<Tables> {
  const pool = new Pool({
    connectionString,
    application_name: 'airlock',
    max: limits.connections,
    connectionTimeoutMillis: PATIENCE,
    statement_timeout: limits.query,
    query_timeout: limits.silence,
    idle_in_transaction_session_timeout: STANDSTILL,
    keepAlive: true,
    types: numericBigints(),
  });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
}

/**
 * Every bigint of the schema is a time in ms, a count or a running number: a number holds it whole. pg hands them out
 * as text.
 */
function numericBigints(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, Number);
  return overrides;
}
