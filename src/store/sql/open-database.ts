import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Driver, Kysely, type SqliteDatabase, SqliteDialect, SqliteDriver } from 'kysely';
import Database from 'libsql';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

/** Milliseconds that a writer waits for another connection's transaction in all, and between two tries. */
const BUSY_LIMIT = 10_000;
const BUSY_PAUSE = 5;

/**
 * Opens the embedded database and brings its schema up to date. WAL and synchronous=FULL: an acknowledged commit survives
 * `kill -9` and power loss (facts/performance.md). The file is readable by its owner alone.
 * @param file a path; `:memory:` for one that lives as long as the process.
 */
export async function openDatabase(file: string): Promise<Kysely<Tables>> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const sqlite = new Database(file);
  if (file !== ':memory:') chmodSync(file, 0o600);
  sqlite.pragma('busy_timeout = 20');
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  const db = new Kysely<Tables>({ dialect: new ImmediateDialect(sqlite) });
  await migrate(db);
  return db;
}

/**
 * A transaction that will write takes the write lock at once: two processes on one file wait instead of failing half-way. The wait is
 * asynchronous: the driver's own would stop the event loop, and with it the very transaction that is waited for.
 */
class ImmediateDialect extends SqliteDialect {
  readonly #sqlite: Database.Database;

  constructor(sqlite: Database.Database) {
    super({ database: sqlite as unknown as SqliteDatabase });
    this.#sqlite = sqlite;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#sqlite);
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #sqlite: Database.Database;

  constructor(sqlite: Database.Database) {
    super({ database: sqlite as unknown as SqliteDatabase });
    this.#sqlite = sqlite;
  }

  /** By `exec`, which lets go of its statement: a prepared one that was refused as busy stays open and blocks the next commit. */
  override async beginTransaction(): Promise<void> {
    for (let waited = 0; ; waited += BUSY_PAUSE) {
      try {
        this.#sqlite.exec('begin immediate');
        return;
      } catch (error) {
        if (!isBusy(error) || waited >= BUSY_LIMIT) throw error;
        await wait(BUSY_PAUSE);
      }
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
