import type { Kysely } from 'kysely';
import type { Ids } from '../shared/runtime.ts';
import { ownFile } from './databases/file-owner.ts';
import { beginLife, type InstanceLife } from './databases/instance-life.ts';
import { openPostgres } from './databases/postgres.ts';
import { openDatabase } from './databases/sqlite.ts';
import type { StoreLocation } from './databases/store-location.ts';
import { latestEntry } from './queries/entry-rows.ts';
import { saveOlderTerms } from './queries/finding-queries.ts';
import { takeBackClaims } from './queries/housekeeping.ts';
import { sealOlderWords } from './queries/posts/older-words.ts';
import { isNamed } from './record/entry.ts';
import type { RecordKeys } from './record/record-keys.ts';
import type { Tables } from './schema/tables.ts';
import { transact } from './schema/transact.ts';

/** An open database, and how to close it. */
interface OpenPlace {
  readonly db: Kysely<Tables>;
  /** Null where nobody else could take over what this process claims. */
  readonly life: InstanceLife | null;
  close(): Promise<void>;
}

export interface OpenAs {
  /** Null for a store that is only read: then what older versions left is not brought along. */
  readonly keys: RecordKeys | null;
  /** Whether no other process may own the file from now on; on PostgreSQL, whether what it claims ends with it. */
  readonly isAlone: boolean;
  readonly ids: Ids;
}

/** How many requests of an earlier release are made ones that can be found, in one transaction. */
const OLDER = 200;

/**
 * Opens a database, and takes back what a process had claimed that owned its file and died.
 * @throws AirlockError store-unavailable where another process owns the file
 */
export async function openPlace(place: StoreLocation, { keys, isAlone, ids }: OpenAs): Promise<OpenPlace> {
  const owner = isAlone && 'file' in place && place.file !== ':memory:' ? ownFile(place.file) : null;
  try {
    const db = 'url' in place ? await openPostgres(place) : await openDatabase(place.file);
    if (owner) await transact(db, takeBackClaims);
    if (keys) await bringAlong(db, keys);
    const life = isAlone && 'url' in place ? await beginLife(place, ids.next()) : null;
    return { db, life, close: () => ended(db, life).finally(() => owner?.release()) };
  } catch (error) {
    owner?.release();
    throw error;
  }
}

function ended(db: Kysely<Tables>, life: InstanceLife | null): Promise<void> {
  life?.close();
  return db.destroy();
}

async function bringAlong(db: Kysely<Tables>, keys: RecordKeys): Promise<void> {
  while ((await transact(db, (trx) => saveOlderTerms(trx, OLDER))) > 0);
  const started = (await latestEntry(db, 'service.start'))?.data ?? null;
  if (!isNamed(started) || started.sealsWords !== true) await transact(db, (trx) => sealOlderWords(trx, keys));
}
