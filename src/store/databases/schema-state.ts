import { existsSync } from 'node:fs';
import Database from 'libsql';
import { Client, DatabaseError } from 'pg';
import { AirlockError } from '../../shared/errors.ts';
import { troubleOf } from '../../shared/store-trouble.ts';
import { MIGRATIONS } from '../schema/migrations.ts';
import { SCHEMA } from '../schema/postgres-guards.ts';
import { databaseError } from './database-error.ts';
import { connectionOf } from './postgres.ts';
import { assertSoundFile } from './quick-check.ts';
import { openError } from './sqlite-error.ts';
import type { PostgresPlace, StoreLocation } from './store-location.ts';

/**
 * Which part of the schema a database has: none yet, or which migrations are missing and which ones come from a newer
 * version of Airlock.
 */
export type SchemaState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present'; readonly missing: readonly string[]; readonly newer: readonly string[] };

/** Where kysely records which migrations have run. */
const RAN = 'select name from kysely_migration';
const RAN_IN_SCHEMA = `select name from ${SCHEMA}.kysely_migration`;
const NO_SUCH_TABLE = '42P01';

/** Milliseconds for the connection and for the query. */
const PATIENCE = 10_000;

/**
 * Inspects a database without changing it, all pages of a file; opening the store would bring its schema up to date.
 * @throws AirlockError store-unavailable, store-corrupt
 */
export async function schemaState(place: StoreLocation): Promise<SchemaState> {
  const ran = 'url' in place ? await askPostgres(place) : askFile(place.file);
  if (ran === null) return { kind: 'absent' };
  const known = Object.keys(MIGRATIONS);
  return {
    kind: 'present',
    missing: known.filter((name) => !ran.includes(name)),
    newer: ran.filter((name) => !known.includes(name)),
  };
}

function askFile(file: string): readonly string[] | null {
  if (!existsSync(file)) return null;
  try {
    const sqlite = new Database(file, { readonly: true });
    try {
      assertSoundFile(sqlite, file, true);
      return namesOf(sqlite.prepare(RAN).all());
    } finally {
      sqlite.close();
    }
  } catch (cause) {
    const told = openError(file, cause);
    if (troubleOf(told) !== null) throw told;
    throw new AirlockError('store-corrupt', 'The file is not a database of Airlock.', { cause });
  }
}

async function askPostgres(place: PostgresPlace): Promise<readonly string[] | null> {
  const client = new Client({
    ...connectionOf(place),
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return namesOf((await client.query(RAN_IN_SCHEMA)).rows);
  } catch (error) {
    if (error instanceof DatabaseError && error.code === NO_SUCH_TABLE) return null;
    throw databaseError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function namesOf(rows: readonly unknown[]): readonly string[] {
  return rows.map((row) => String((row as { name: unknown }).name));
}
