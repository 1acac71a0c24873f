import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { startPostgres } from './postgres-server.ts';

export interface PostgresDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Makes a database of one test's own; null for the embedded one. */
export type TestDatabase = () => Promise<PostgresDatabase | null>;

let started: Promise<string> | undefined;

/** The server of this run: the one at DATABASE_TEST_URL, else one that this process starts when it is first needed. */
export function serverUrl(): Promise<string> {
  started ??= process.env.DATABASE_TEST_URL ? Promise.resolve(process.env.DATABASE_TEST_URL) : startPostgres();
  return started;
}

/** Makes a database of one test's own, with nothing in it. */
export function postgresDatabase(): Promise<PostgresDatabase> {
  return createDatabase();
}

/** Makes a database of one test's own, as this one is, which nobody may use meanwhile. */
export function copyOfDatabase({ url }: Pick<PostgresDatabase, 'url'>): Promise<PostgresDatabase> {
  return createDatabase({ template: new URL(url).pathname.slice(1) });
}

/** @param from the database that it becomes a copy of; the server's own empty one when absent */
export async function createDatabase(from: { readonly template?: string } = {}): Promise<PostgresDatabase> {
  const url = await serverUrl();
  const name = `airlock_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(url, `create database ${name} template ${from.template ?? 'template1'} strategy file_copy`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => onServer(url, `drop database ${name} with (force)`) };
}

export async function onServer(url: string, statement: string): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
