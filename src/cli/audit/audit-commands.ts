import { closeSync, existsSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readRecordConfig } from '../../service/config/read-config.ts';
import type { Clock } from '../../shared/runtime.ts';
import { type AuditOptions, auditPlace } from '../../store/audit/audit-record.ts';
import { withRecord } from '../../store/audit/record-source.ts';
import { schemaState } from '../../store/databases/schema-state.ts';
import type { StoreLocation } from '../../store/databases/store-location.ts';
import type { Out } from '../out.ts';
import { parseExport, type TypedOptions } from './export-options.ts';
import { exportRecord } from './export-record.ts';
import { verdictLines } from './verdict-lines.ts';

export interface RecordOptions extends AuditOptions {
  /** The database file; when absent, the database from the settings. */
  readonly file?: string;
}

export interface WriteOptions extends RecordOptions, TypedOptions {
  /** The file to write; standard output when absent. */
  readonly out?: string;
}

/** Checks the whole record. @returns the exit code: 0 when it is intact, 1 when not, 2 where there is none to read */
export async function auditVerify(out: Out, options: RecordOptions): Promise<number> {
  const place = await placeOf(options);
  if (place === null) return 2;
  const report = await auditPlace(place, options);
  for (const line of verdictLines(report)) out.write(`${line}\n`);
  return report.faultCount === 0 ? 0 : 1;
}

/**
 * Writes the record, or a part of it.
 * @returns the exit code: 2 where there is none to read
 * @throws AirlockError input-invalid
 */
export async function auditExport(out: Out, options: WriteOptions, clock: Clock): Promise<number> {
  const chosen = parseExport(options);
  const place = await placeOf(options);
  if (place === null) return 2;
  const file = options.out === undefined ? null : openSync(options.out, 'w', 0o600);
  try {
    const to = file === null ? out : { write: (text: string) => writeSync(file, text) };
    await withRecord(place, (source) => exportRecord(source, to, { ...options, ...chosen, clock }));
  } finally {
    if (file !== null) closeSync(file);
  }
  return 0;
}

/** Where the record is; null where there is none to read, which it says. */
async function placeOf({ file }: RecordOptions): Promise<StoreLocation | null> {
  const place = file === undefined ? configuredPlace() : { file };
  const fault = await faultOf(place);
  if (fault === null) return place;
  process.stderr.write(`${fault}\n`);
  return null;
}

function configuredPlace(): StoreLocation {
  const { dataDir, databaseUrl } = readRecordConfig();
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
