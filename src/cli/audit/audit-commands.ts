import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRecordConfig } from '../../service/config/read-config.ts';
import { type AuditOptions, auditPlace } from '../../store/audit/audit-record.ts';
import { withRecord } from '../../store/audit/record-source.ts';
import { schemaState } from '../../store/databases/schema-state.ts';
import type { StoreLocation } from '../../store/databases/store-location.ts';
import type { Out } from '../out.ts';
import { verdictLines } from './verdict-lines.ts';

export interface VerifyOptions extends AuditOptions {
  /** The database file; when absent, the database from the settings. */
  readonly file?: string;
}

/** Verifies or exports the record of the service. @returns the exit code: 2 where there is no record to read */
export async function runAudit(command: 'audit verify' | 'audit export', options: VerifyOptions): Promise<number> {
  const { file } = options;
  const place = file === undefined ? configuredPlace() : { file };
  const fault = await faultOf(place);
  if (fault) {
    process.stderr.write(`${fault}\n`);
    return 2;
  }
  return command === 'audit verify'
    ? await auditVerify(place, process.stdout, options)
    : await auditExport(place, process.stdout);
}

/** Checks the whole record. @returns the exit code: 0 when it is intact, 1 when anything in it does not hold. */
async function auditVerify(place: StoreLocation, out: Out, options: AuditOptions): Promise<number> {
  const report = await auditPlace(place, options);
  for (const line of verdictLines(report)) out.write(`${line}\n`);
  return report.faultCount === 0 ? 0 : 1;
}

/** Writes the whole chain as JSON lines. @returns the exit code. */
async function auditExport(place: StoreLocation, out: Out): Promise<number> {
  await withRecord(place, async (source) => {
    for await (const entry of source.entries()) out.write(`${JSON.stringify(entry)}\n`);
  });
  return 0;
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
