import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import type { AirlockError } from '../../errors.ts';
import { databaseError } from './database-error.ts';

/**
 * The pool as kysely uses it: what the driver throws is cleaned, a connection whose line is doubtful is used for nothing more and
 * thrown away, and a line that is cut while nobody asks anything ends no process: the next query finds out by itself.
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
