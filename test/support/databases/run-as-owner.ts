import Database from 'libsql';
import { Client } from 'pg';
import type { StoreLocation } from '../../../src/store/databases/store-location.ts';
import { SQLITE_GUARDS } from '../../../src/store/schema/append-only.ts';
import { UNGUARDED } from '../company/tamper.ts';

/** As the owner of the database, who takes the guards of the record away first and puts them back. */
export async function runAsOwner(place: StoreLocation, sql: string): Promise<void> {
  if ('file' in place) {
    const db = new Database(place.file);
    db.exec([UNGUARDED, sql, ...Object.values(SQLITE_GUARDS)].join('; '));
    return void db.close();
  }
  const client = new Client({ connectionString: place.url });
  await client.connect();
  await client.query(`set session_replication_role = replica; ${sql}`);
  await client.end();
}

/** What a query finds. */
export async function rowsOf(place: StoreLocation, sql: string): Promise<readonly Record<string, string>[]> {
  if ('file' in place) {
    const db = new Database(place.file);
    const rows = db.prepare(sql).all([]) as Record<string, string>[];
    db.close();
    return rows;
  }
  const client = new Client({ connectionString: place.url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}
