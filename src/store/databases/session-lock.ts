import { Client } from 'pg';
import { databaseError } from './database-error.ts';
import { connectionOf } from './postgres.ts';
import type { PostgresPlace } from './store-location.ts';

/** A lock of a session of its own on PostgreSQL. It ends with its connection, however that ends, and never by time. */
export interface SessionLock {
  /** Whether the query finds a row, asked over the connection that holds the lock; false where that is gone. */
  finds(query: string, values: readonly unknown[]): Promise<boolean>;
  /** Aborted once the connection is gone. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Milliseconds for the connection and for each query. */
const PATIENCE = 5_000;

/**
 * Milliseconds without a query after which the server ends the session: an instance that hangs holds no lock for good.
 * Longer than a write takes.
 */
const STANDSTILL = 60_000;

const LOCK = `select pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended($1, 0::bigint)) as taken`;

/**
 * Takes the lock of this name, unless another session holds it.
 * @param as how the server's list of sessions calls this one
 * @returns null where another session holds it
 * @throws AirlockError store-unavailable
 */
export async function sessionLock(place: PostgresPlace, name: string, as: string): Promise<SessionLock | null> {
  const client = new Client({
    ...connectionOf(place),
    application_name: as,
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    keepAlive: true,
  });
  const gone = new AbortController();
  client.on('error', () => gone.abort()).on('end', () => gone.abort());
  const release = () => client.end().catch(() => undefined);
  try {
    await client.connect();
    await client.query(`set idle_session_timeout = ${STANDSTILL}`);
    const { rows } = await client.query(LOCK, [name]);
    if (rows[0]?.taken !== true) {
      await release();
      return null;
    }
  } catch (error) {
    await release();
    throw databaseError(error);
  }
  return {
    lost: gone.signal,
    release,
    finds: async (query, values) => {
      if (gone.signal.aborted) return false;
      try {
        return (await client.query(query, [...values])).rows.length > 0;
      } catch {
        return false;
      }
    },
  };
}
