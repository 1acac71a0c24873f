import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRecordConfig } from '../service/config/read-config.ts';
import { type AuditPages, exportLines, readChain, verifyChain } from '../store/audit-chain.ts';
import { schemaState } from '../store/databases/schema-state.ts';
import type { StoreLocation } from '../store/databases/store-location.ts';
import { openStore } from '../store/open-store.ts';
import type { PublicKeys } from '../store/record/record-keys.ts';
import { knownKeys } from './known-keys.ts';
import type { Out } from './out.ts';

export interface AuditOptions {
  /** The database file; when absent, the database from the settings. */
  readonly file?: string;
  /** A head noted earlier, which must still be in the record. */
  readonly head?: string;
}

/** Verifies or exports the record of the service. @returns the exit code: 2 where there is no record to read */
export async function runAudit(
  command: 'audit verify' | 'audit export',
  { file, head }: AuditOptions,
): Promise<number> {
  const settings = readRecordConfig();
  const place = file === undefined ? configuredPlace(settings) : { file };
  const fault = await faultOf(place);
  if (fault) {
    process.stderr.write(`${fault}\n`);
    return 2;
  }
  const store = await openStore({ ...place, keys: null, ids: { next: () => randomUUID() } });
  try {
    return command === 'audit verify'
      ? await auditVerify(store, process.stdout, knownKeys(place, settings), head)
      : await auditExport(store, process.stdout);
  } finally {
    await store.close();
  }
}

/** Checks the whole chain. @returns the exit code: 0 when it is intact, 1 when it is broken. */
async function auditVerify(store: AuditPages, out: Out, keys: PublicKeys, expectedHead?: string): Promise<number> {
  const verdict = await verifyChain(readChain(store), keys, expectedHead);
  if (!verdict.ok) {
    out.write(
      `The record is broken at entry ${verdict.brokenAt}: ${verdict.why}. The ${verdict.count} entries before it are intact.\n`,
    );
    return 1;
  }
  out.write(`The record is intact: ${verdict.count} entries. Head: ${verdict.head}\n`);
  return 0;
}

/** Writes the whole chain as JSON lines. @returns the exit code. */
async function auditExport(store: AuditPages, out: Out): Promise<number> {
  for await (const line of exportLines(readChain(store))) out.write(line);
  return 0;
}

function configuredPlace({ dataDir, databaseUrl }: ReturnType<typeof readRecordConfig>): StoreLocation {
  if (databaseUrl) return { url: databaseUrl };
  const service = join(dataDir, 'airlock.db');
  const demo = join(dataDir, 'demo.db');
  if (existsSync(service) || !existsSync(demo)) return { file: service };
  process.stderr.write(`There is no ${service}; this is the demo's record, ${demo}.\n`);
  return { file: demo };
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
