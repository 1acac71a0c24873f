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
import { LRUCache } from 'lru-cache';
import { AirlockError } from '../../shared/errors.ts';
import { MIGRATIONS, migrate } from '../schema/migrations.ts';
import type { Tables } from '../schema/tables.ts';
import { assertSoundFile } from './quick-check.ts';
import { isBusy, openError, sqliteError } from './sqlite-error.ts';

/** Milliseconds that a writer waits for another connection's transaction: in all, and between two tries. */
const BUSY_LIMIT = 10_000;
const BUSY_PAUSE = 5;

/**
 * Opens the embedded database and brings its schema up to date. WAL and synchronous=FULL: an acknowledged commit
 * survives `kill -9` and power loss (docs/facts/performance.md#sqlite). Only the file's owner can read it.
 * @param file a path; `:memory:` for a database that lives as long as the process
 * @throws AirlockError config-invalid where the file cannot be created, store-corrupt where it is damaged or holds
 * something else, store-unavailable where its disk is full, or it is read-only or held by another process
 */
export async function openDatabase(file: string): Promise<Kysely<Tables>> {
  try {
    return await retryWhileBusy(() => openOnce(file));
  } catch (error) {
    throw isBusy(error) ? openError(file, error) : error;
  }
}

/** Makes one try on a new connection, so that closing it also ends a statement that failed as busy. */
async function openOnce(file: string): Promise<Kysely<Tables>> {
  const sqlite = openFile(file);
  const db = new Kysely<Tables>({ dialect: new ImmediateDialect(sqlite) });
  try {
    sqlite.pragma('busy_timeout = 20');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    if (file !== ':memory:') assertSoundFile(sqlite, file);
    if (!isUpToDate(sqlite)) await migrate(db);
    return db;
  } catch (cause) {
    await db.destroy();
    if (sqlite.open) sqlite.close();
    if (isBusy(cause)) throw cause;
    throw openError(file, cause);
  }
}

/** Whether exactly these migrations have run: mostly they have, and to ask takes a tenth of what migrating does. */
function isUpToDate(sqlite: Database.Database): boolean {
  if (sqlite.prepare("select 1 from sqlite_master where name = 'kysely_migration'").all().length === 0) return false;
  // Sound: this is the column of the statement.
  const rows = sqlite.prepare('select name from kysely_migration order by name').all() as { name: string }[];
  return rows.map(({ name }) => name).join() === Object.keys(MIGRATIONS).join();
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
    super({ database: guarded(sqlite) });
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
    super({ database: guarded(sqlite) });
    this.#sqlite = sqlite;
  }

  /**
   * Uses `exec`, which closes its statement. A prepared statement that failed as busy would stay open and block the
   * next commit.
   */
  override async beginTransaction(): Promise<void> {
    try {
      await retryWhileBusy(() => this.#sqlite.exec('begin immediate'));
    } catch (error) {
      throw sqliteError(error);
    }
  }

  /** SQLite itself undoes a transaction that met a full disk: then none is left to undo, and that fault is told. */
  override async rollbackTransaction(): Promise<void> {
    if (this.#sqlite.inTransaction) this.#sqlite.exec('rollback');
  }

  /** Brings everything into the one file and leaves nothing beside it, so that a copy of the file is whole. */
  override async destroy(): Promise<void> {
    if (this.#sqlite.open) bringTogether(this.#sqlite);
    await super.destroy();
  }
}

/** How many statements are kept; what Airlock says in SQL are some two hundred. */
const STATEMENTS = 400;

/**
 * The database as kysely uses it, with errors that tell of trouble converted. Statements are kept by their text: to
 * prepare one costs more than most of them take. One that failed is not: it could hold on to what it had begun.
 */
function guarded(sqlite: Database.Database): SqliteDatabase {
  const kept = new LRUCache<string, ReturnType<SqliteDatabase['prepare']>>({ max: STATEMENTS });
  return {
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const statement = orTrouble(() => sqlite.prepare(text));
      const trying = <T>(work: () => T): T => orTrouble(work, () => kept.delete(text));
      const made = {
        reader: statement.reader,
        all: (values: readonly unknown[]) => trying(() => statement.all(values)),
        run: (values: readonly unknown[]) => trying(() => statement.run(values)),
        iterate: (values: readonly unknown[]) => orTrouble(() => sqlite.prepare(text).iterate(values)),
      };
      kept.set(text, made);
      return made;
    },
    close: () => {
      kept.clear();
      sqlite.close();
    },
  };
}

function orTrouble<T>(work: () => T, failed?: () => void): T {
  try {
    return work();
  } catch (error) {
    failed?.();
    throw sqliteError(error);
  }
}

/** Where another process has the file open, the log beside it stays, emptied as far as that one allows. */
function bringTogether(sqlite: Database.Database): void {
  for (const pragma of ['busy_timeout = 0', 'journal_mode = DELETE', 'wal_checkpoint(TRUNCATE)']) {
    try {
      const said = JSON.stringify(sqlite.pragma(pragma));
      if (said.includes('"delete"')) return;
    } catch {
      // Nothing is lost: what the log holds is read at the next start.
    }
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
