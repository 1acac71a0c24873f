import type Database from 'libsql';
import { damaged } from './sqlite-error.ts';

/** A file of up to so many bytes is looked at whole when it is opened: some hundred milliseconds. */
const WHOLE = 128 * 1024 * 1024;

/** Tables that stay small, and without which nothing can be decided or numbered. */
const SMALL = ['counters', 'object_locks', 'settings', 'leases', 'kysely_migration'];

/**
 * Looks whether the file holds together, as SQLite sees it (sqlite.org/pragma.html#pragma_quick_check): each page is
 * where it belongs and can be read. What it means is not looked at. Of a huge file only the small tables are looked at:
 * `airlock doctor` and `airlock backup` look at all of it.
 * @param isWhole whether all is looked at, however large it is
 * @throws AirlockError store-corrupt, which names the file
 */
export function assertSoundFile(sqlite: Database.Database, file: string, isWhole = false): void {
  const all = isWhole || sizeOf(sqlite) <= WHOLE;
  const looks = all ? ['pragma quick_check(1)'] : SMALL.map((table) => `pragma quick_check(${table})`);
  for (const look of looks) {
    const [row] = sqlite.prepare(look).all() as { readonly quick_check?: string }[];
    const found = row?.quick_check ?? 'ok';
    if (found !== 'ok') throw damaged(file, found.replaceAll(/\s+/g, ' ').replace('*** in database main *** ', ''));
  }
}

function sizeOf(sqlite: Database.Database): number {
  return numberOf(sqlite, 'page_count') * numberOf(sqlite, 'page_size');
}

function numberOf(sqlite: Database.Database, pragma: string): number {
  const [row] = sqlite.prepare(`pragma ${pragma}`).all() as Record<string, number>[];
  return Number(row?.[pragma] ?? 0);
}
