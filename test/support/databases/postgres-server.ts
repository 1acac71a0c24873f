import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { Client } from 'pg';

/** Somewhere to test on PostgreSQL. */
export interface PostgresServer {
  readonly name: string;
  /**
   * True where transactions run side by side. PGlite runs them one after another, as SQLite does: what two of them would do to each
   * other shows on a real server only.
   */
  readonly parallel: boolean;
  /** A database with nothing in it. */
  database(): Promise<PostgresDatabase>;
  stop(): Promise<void>;
}

export interface PostgresDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * The server at DATABASE_TEST_URL, whose user may create databases; without one, and unless it must be `real`, PGlite behind a socket.
 * @returns why there is none.
 */
export async function startPostgres(
  options: { readonly real?: boolean } = {},
): Promise<PostgresServer | { readonly missing: string }> {
  const url = process.env.DATABASE_TEST_URL;
  if (!url && options.real) return { missing: 'DATABASE_TEST_URL is not set' };
  try {
    return url ? await realServer(url) : await pglite();
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    return { missing: `${url ? 'the server at DATABASE_TEST_URL' : 'PGlite'} does not start (${why})` };
  }
}

async function realServer(url: string): Promise<PostgresServer> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  return {
    name: 'the PostgreSQL at DATABASE_TEST_URL',
    parallel: true,
    async database() {
      const name = `airlock_test_${randomUUID().replaceAll('-', '')}`;
      await admin.query(`create database ${name}`);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return { url: own.href, drop: async () => void (await admin.query(`drop database ${name} with (force)`)) };
    },
    stop: () => admin.end(),
  };
}

/** It has one database, which is emptied between its users; so there is one user at a time. */
async function pglite(): Promise<PostgresServer> {
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 200 });
  await server.start();
  const url = `postgres://postgres:postgres@${server.getServerConn()}/postgres`;
  return {
    name: 'PostgreSQL (PGlite)',
    parallel: false,
    database: async () => ({
      url,
      drop: async () => void (await db.exec('drop schema public cascade; create schema public')),
    }),
    async stop() {
      await server.stop();
      await db.close();
    },
  };
}
