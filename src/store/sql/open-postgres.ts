import { Kysely, PostgresDialect } from 'kysely';
import { Pool, TypeOverrides, types } from 'pg';
import { AirlockError, isAirlockError } from '../../errors.ts';
import { guardPool } from './guard-pool.ts';
import { migrate } from './migrate.ts';
import { checkPostgresUrl } from './postgres-url.ts';
import type { Tables } from './tables.ts';

/** Connections of one instance: its loops and turns queue rather than crowd a server that by default lends a hundred to all. */
const CONNECTIONS = 8;

/** Milliseconds that somebody waits for a connection, and that the server works on one query, waiting for others included. */
const PATIENCE = 10_000;

/** Milliseconds until a query is given up whose line is silent: longer, so that the server's own answer comes first. */
const SILENCE = 15_000;

/** Milliseconds that a transaction may stand still: an instance that hangs half-way gives its locks back before the others lose patience. */
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

/** Every bigint of the schema is a time in ms, a count or a running number: a number holds it whole. pg hands them out as text. */
function numericBigints(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, Number);
  return overrides;
}
