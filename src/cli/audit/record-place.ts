import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { readRecordConfig } from '../../service/config/read-config.ts';
import { storePlace } from '../../service/store-place.ts';
import { schemaState } from '../../store/databases/schema-state.ts';
import type { StoreLocation } from '../../store/databases/store-location.ts';

type Settings = Pick<ReturnType<typeof readRecordConfig>, 'dataDir' | 'databaseUrl' | 'databaseClientId' | 'cloud'>;

/**
 * Where the record is; null where there is none to read, which it says.
 * @param file null for the database that the settings name
 */
export async function recordPlace(file: string | null, settings: Settings): Promise<StoreLocation | null> {
  return readablePlace(file === null ? configuredPlace(settings) : { file });
}

/** The same of a place that is known already. */
export async function readablePlace(place: StoreLocation): Promise<StoreLocation | null> {
  const fault = await faultOf(place);
  if (fault === null) return place;
  process.stderr.write(`${fault}\n`);
  return null;
}

/** Where the settings say that the store is. */
export function configuredPlace({ dataDir, databaseUrl, databaseClientId, cloud }: Settings): StoreLocation {
  if (databaseUrl) return storePlace({ url: databaseUrl, clientId: databaseClientId }, cloud);
  const { service, file } = fileIn(dataDir);
  if (file !== service) process.stderr.write(`There is no ${service}; this is the demo's record, ${file}.\n`);
  return { file };
}

/** The file of the service, and the one in use: the demo's, where there is no other. */
function fileIn(dataDir: string): { readonly service: string; readonly file: string } {
  const [service, demo] = [join(dataDir, 'airlock.db'), join(dataDir, 'demo.db')];
  return { service, file: existsSync(service) || !existsSync(demo) ? service : demo };
}

/**
 * Whether a file that was named is another one than the store of the settings, by whatever name: a copy of before need
 * not reach the checkpoints of that store, and another store has checkpoints of its own.
 */
export function isElsewhere(file: string | undefined, { dataDir, databaseUrl }: Settings): boolean {
  if (file === undefined) return false;
  const [named, own] = [file, fileIn(dataDir).file].map((one) => statSync(one, { throwIfNoEntry: false }));
  return databaseUrl !== null || !named || !own || named.ino !== own.ino || named.dev !== own.dev;
}

/** How every SQLite file begins (sqlite.org/fileformat.html, 1.3). */
const MAGIC = 'SQLite format 3\0';

/**
 * Why the database cannot be read; null when it can. Checked first, since opening a database creates what is missing.
 */
async function faultOf(place: StoreLocation): Promise<string | null> {
  if ('file' in place) return faultOfFile(place.file);
  const absent = (await schemaState(place)).kind === 'absent';
  return absent
    ? 'The database at DATABASE_URL has no tables of Airlock. Set DATABASE_URL to the service’s, or name a file with --file.'
    : null;
}

function faultOfFile(file: string): string | null {
  if (!existsSync(file)) return `There is no database at ${file}. Name it with --file.`;
  if (!statSync(file).isFile()) return `${file} is not a file. Name the database with --file.`;
  const start = Buffer.alloc(MAGIC.length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, start);
  } finally {
    closeSync(descriptor);
  }
  return start.toString('latin1') === MAGIC ? null : `${file} is not an Airlock database. Name it with --file.`;
}
