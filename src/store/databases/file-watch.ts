import { type BigIntStats, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { storeTrouble } from '../../shared/store-trouble.ts';
import type { StoreLocation } from './store-location.ts';

/** Bytes below which a disk counts as full: the log beside the file grows so far before it is emptied. */
const LEAST = 4 * 1024 * 1024;

/**
 * Looks at a database file while it is in use: SQLite itself does not notice when the file is gone or was replaced, and
 * fills what it had reserved before a full disk shows.
 * @returns what throws AirlockError store-unavailable where the file is another one, or its disk has no room
 */
export function watchFile(file: string): () => void {
  const opened = statOf(file);
  return () => {
    const now = statOf(file);
    if (!now || now.ino !== opened?.ino || now.dev !== opened.dev) throw storeTrouble('gone', 'file replaced');
    if (freeBytes(file) < LEAST) throw storeTrouble('full', 'no room left');
  };
}

/** A try that looks at the file of a store first, where it has one. */
export function watched(place: StoreLocation, attempt: () => Promise<void>): () => Promise<void> {
  if ('url' in place || place.file === ':memory:') return attempt;
  const look = watchFile(place.file);
  return async () => {
    look();
    await attempt();
  };
}

/** What may still be written where a file is, in bytes; infinite where that cannot be told. */
function freeBytes(file: string): number {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Null where it is not there. */
function statOf(file: string): BigIntStats | null {
  try {
    return statSync(file, { bigint: true });
  } catch {
    return null;
  }
}
