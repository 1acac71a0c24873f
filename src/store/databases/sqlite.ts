import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type DialectAdapter,
  type Driver,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import Database from 'libsql';
import { AirlockError } from '../../shared/errors.ts';
import { migrate } from '../schema/migrations.ts';
import type { Tables } from '../schema/tables.ts';

/** Milliseconds that a writer waits for another connection's transaction: in all, and between two tries. */
const BUSY_LIMIT = 10_000;
const BUSY_PAUSE = 5;

/**
 * Opens the embedded database and brings its schema up to date. WAL and synchronous=FULL: an acknowledged commit
 * survives `kill -9` and power loss (docs/facts/performance.md#sqlite). Only the file's owner can read it.
 * @param file a path; `:memory:` for a database that lives as long as the process
 * @throws AirlockError config-invalid where the file cannot be created, store-corrupt where it holds something else
 */
export async function openDatabase(file: string): Promise<Kysely<Tables>> {
  return retryWhileBusy(() => openOnce(file));
}

/** Makes one try on a new connection, so that closing it also ends a statement that failed as busy. */
async function openOnce(file: string): Promise<Kysely<Tables>> {
  const sqlite = openFile(file);
  const db = new Kysely<Tables>({ dialect: new ImmediateDialect(sqlite) });
  try {
    sqlite.pragma('busy_timeout = 20');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    await migrate(db);
    return db;
  } catch (cause) {
    await db.destroy();
    sqlite.close();
    if (isBusy(cause)) throw cause;
    throw new AirlockError('store-corrupt', 'The database could not be brought up to date.', { cause });
  }
}

function openFile(file: string): Database.Database {
  if (file === ':memory:') return new Database(file);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const sqlite = new Database(file);
    chmodSync(file, 0o600);
    return sqlite;
  } catch (cause) {
    const message = `Airlock cannot open ${file}. Set DATA_DIR to a folder that it may write to.`;
    throw new AirlockError('config-invalid', message, { cause });
  }
}

/**
 * Retries work that meets another connection's lock, without blocking the event loop. When the time is up, it throws
 * the driver's error.
 */
async function retryWhileBusy<T>(work: () => T | Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += BUSY_PAUSE) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || waited >= BUSY_LIMIT) throw error;
      await wait(BUSY_PAUSE);
    }
  }
}

/**
 * Takes the write lock when a writing transaction begins, so that two processes on one file wait instead of failing
 * half-way. The wait is asynchronous: the driver's own wait would block the event loop, and with it the very
 * transaction that it waits for.
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

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #sqlite: Database.Database;

  constructor(sqlite: Database.Database) {
    super({ database: sqlite as unknown as SqliteDatabase });
    this.#sqlite = sqlite;
  }

  /**
   * Uses `exec`, which closes its statement. A prepared statement that failed as busy would stay open and block the
   * next commit.
   */
  override async beginTransaction(): Promise<void> {
    await retryWhileBusy(() => this.#sqlite.exec('begin immediate'));
  }
}

/**
 * Runs migrations in one transaction. If several processes start, one of them makes the schema; if it is killed
 * half-way, nothing of the schema remains.
 */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
