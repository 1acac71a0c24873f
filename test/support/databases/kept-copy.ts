import { copyFile, rm } from 'node:fs/promises';
import Database from 'libsql';
import { Client } from 'pg';
import type { StoreLocation } from '../../../src/store/databases/store-location.ts';

/** Keeps a copy of a store as it is now. @returns what puts it back by hand, while nobody uses it */
export async function keptCopy(place: StoreLocation): Promise<() => Promise<void>> {
  if ('file' in place) return keptFile(place.file);
  const tables = await inDatabase(place.url, rowsOfAll);
  return () => inDatabase(place.url, (client) => putBack(client, tables));
}

async function keptFile(file: string): Promise<() => Promise<void>> {
  const copy = `${file}.copy`;
  const db = new Database(file);
  db.exec(`vacuum into '${copy}'`);
  db.close();
  return async () => {
    for (const beside of ['-wal', '-shm']) await rm(`${file}${beside}`, { force: true });
    await copyFile(copy, file);
  };
}

async function inDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

type Tables = readonly (readonly [table: string, rows: string])[];

async function rowsOfAll(client: Client): Promise<Tables> {
  const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'");
  const all: [string, string][] = [];
  for (const { tablename } of rows) {
    const found = await client.query(`select coalesce(json_agg(t), '[]')::text as rows from "${tablename}" t`);
    all.push([tablename, found.rows[0].rows]);
  }
  return all;
}

/** As `pg_restore --clean` does, which asks no trigger. */
async function putBack(client: Client, tables: Tables): Promise<void> {
  await client.query('set session_replication_role = replica');
  for (const [table, rows] of tables) {
    await client.query(`delete from "${table}"`);
    await client.query(
      `insert into "${table}" overriding system value select * from json_populate_recordset(null::"${table}", $1)`,
      [rows],
    );
  }
}
