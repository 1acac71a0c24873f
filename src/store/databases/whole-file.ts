import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { AirlockError } from '../../shared/errors.ts';
import { troubleOf } from '../../shared/store-trouble.ts';
import { assertSoundFile } from './quick-check.ts';
import { isBusy, openError, sqliteError } from './sqlite-error.ts';

/**
 * Copies a database as it is at one moment, while a service may go on writing to it, and with what its log holds. The
 * copy is one file that only its owner can read, and is there whole or not at all.
 * @throws AirlockError config-invalid where the copy exists already, store-corrupt where the database is damaged,
 * store-unavailable where the disk of the copy is full
 */
export function copyWhole(file: string, copy: string): void {
  if (existsSync(copy))
    throw new AirlockError('config-invalid', `${copy} exists already, and is not written over. Name another file.`);
  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { force: true });
  try {
    const sqlite = new Database(file, { readonly: true });
    try {
      assertSoundFile(sqlite, file, true);
      sqlite.prepare('vacuum into ?').run(unfinished);
    } finally {
      sqlite.close();
    }
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw openError(file, error);
  }
  chmodSync(unfinished, 0o600);
  moveDurably(unfinished, copy);
}

/**
 * Puts a copy in the place of a database that nobody uses. What was there is kept under another name, with its log, if
 * it has one.
 * @param kept the name for what was there
 */
export function putInPlace(copy: string, file: string, kept: string): void {
  for (const end of ['', '-wal']) if (existsSync(`${file}${end}`)) moveDurably(`${file}${end}`, `${kept}${end}`);
  rmSync(`${file}-shm`, { force: true });
  moveDurably(copy, file);
}

/** The move itself is on the disk when this returns. */
function moveDurably(from: string, to: string): void {
  for (const [path, move] of [
    [from, () => renameSync(from, to)],
    [dirname(to), null],
  ] as const) {
    const descriptor = openSync(path, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
    move?.();
  }
}

/** What is known of the database that is about to be replaced; null where nothing can be read of it. */
export interface Replaced {
  /** The last number of a request that was given. */
  readonly lastGiven: number | null;
  /** Where its record ended; null where it had no entry. */
  readonly end: { readonly seq: number; readonly hash: string } | null;
}

/**
 * Makes sure that no process has the database open, and brings what its log holds into the file.
 * @throws AirlockError wrong-state where one has
 */
export function takeOutOfUse(file: string): Replaced | null {
  if (!existsSync(file)) return null;
  let sqlite: Database.Database | null = null;
  try {
    sqlite = new Database(file);
    sqlite.pragma('busy_timeout = 0');
    sqlite.pragma('journal_mode = DELETE');
    assertSoundFile(sqlite, file, true);
    const [row] = sqlite.prepare('select max(last_number) as last from counters').all() as { last: number | null }[];
    const last = sqlite.prepare('select seq, hash from audit order by seq desc limit 1').all();
    const [end] = last as NonNullable<Replaced['end']>[];
    return { lastGiven: row?.last ?? 0, end: end ? { seq: end.seq, hash: end.hash } : null };
  } catch (error) {
    if (isBusy(error))
      throw new AirlockError(
        'wrong-state',
        `${file} is open in another process. Stop Airlock, and whatever else has it open, first.`,
      );
    const trouble = troubleOf(sqliteError(error));
    if (trouble === null || trouble === 'damaged') return null;
    throw openError(file, error);
  } finally {
    sqlite?.close();
  }
}
