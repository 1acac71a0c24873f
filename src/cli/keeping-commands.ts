import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readOwnerConfig, readRecordConfig } from '../service/config/read-config.ts';
import { AirlockError } from '../shared/errors.ts';
import { auditPlace } from '../store/audit/audit-record.ts';
import { migrateAsOwner } from '../store/databases/owner-migration.ts';
import { copyWhole } from '../store/databases/whole-file.ts';
import { newRecordKey, recordKeys } from '../store/record/record-keys.ts';
import { ownCheckpoints } from './audit/own-checkpoints.ts';
import { recordPlace } from './audit/record-place.ts';
import { faultLine, provenLines, verdictOf } from './audit/verdict-lines.ts';
import { knownKeys, sealerOf } from './known-keys.ts';
import type { Out } from './out.ts';

/**
 * Makes a key for the record: the private part in a file of mode 0600, the public part beside it. An existing file is
 * never written over.
 * @returns the exit code
 * @throws AirlockError config-invalid
 */
export function makeRecordKey(file: string, out: Out): number {
  const publicFile = file.replace(/(\.pem)?$/, '.pub.pem');
  const taken = [file, publicFile].find((path) => existsSync(path));
  if (taken !== undefined)
    throw new AirlockError(
      'config-invalid',
      `${taken} exists already. A key is never written over: name another file with --out.`,
    );
  const { privatePem, publicPem } = newRecordKey();
  try {
    writeFileSync(file, privatePem, { mode: 0o600, flag: 'wx' });
    writeFileSync(publicFile, publicPem, { mode: 0o644, flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    throw new AirlockError('config-invalid', `The key could not be written (${code}). ${mendOf(code, file)}`);
  }
  out.write(
    `Key ${recordKeys(privatePem).keyId} of the record:\n` +
      `  ${file}  signs: set RECORD_KEY_FILE to it. Keep it where whoever owns the database cannot read it, and back it up.\n` +
      `  ${publicFile}  checks: give it to whoever verifies the record. After a change of keys add it to RECORD_OLD_KEYS_FILE.\n`,
  );
  return 0;
}

function mendOf(code: string, file: string): string {
  const folder = dirname(file);
  if (code === 'ENOENT')
    return `Make its folder first, for the user that Airlock runs as: install -d -m 700 ${folder}. Or name another file with --out.`;
  if (code === 'EACCES')
    return `Let the user that Airlock runs as own ${folder}, and run this as that user. Or name another file with --out.`;
  return 'Name another file with --out.';
}

/**
 * Makes the tables as their owner, and lets the service's role append to the record and read it, no more.
 * @returns the exit code
 * @throws AirlockError config-invalid, store-unavailable, store-corrupt
 */
export async function migrateDatabase(out: Out): Promise<number> {
  const { ownerUrl, databaseUrl } = readOwnerConfig();
  const role = await migrateAsOwner(ownerUrl, databaseUrl);
  out.write(`The tables are up to date. ${role} may read the record and append to it; it may not change the tables.\n`);
  return 0;
}

const ON_POSTGRES = `The store is on PostgreSQL, which makes its own backups. As the owner of the tables:

  pg_dump --format=custom --file=FILE "$DATABASE_OWNER_URL"
`;

/** As they were typed; what was not is absent. */
export interface BackupOptions {
  /** The database file. */
  readonly file?: string;
  /** A file of public keys, or of a private one. */
  readonly key?: string;
}

/**
 * Copies the store into one file, while the service runs, and verifies the copy. Of PostgreSQL it says how.
 * @returns the exit code: 0 where the copy is whole and no fault was found in its record, 1 where its record is broken,
 * 2 where there is nothing to copy, or another tool has to
 * @throws AirlockError input-invalid, config-invalid, store-unavailable, store-corrupt
 */
export async function backUp(out: Out, copy: string, { file, key }: BackupOptions): Promise<number> {
  const settings = readRecordConfig();
  const place = await recordPlace(file ?? null, settings);
  if (place === null) return 2;
  if ('url' in place) {
    out.write(ON_POSTGRES.replace('FILE', copy));
    return 2;
  }
  const from = { place, settings, key };
  const keys = knownKeys(from);
  // Read before the copy is made: what is noted meanwhile, the copy need not hold.
  const own = await ownCheckpoints(file, settings);
  const compared = {
    keys: keys.size === 0 ? null : keys,
    sealer: sealerOf(from),
    ...(keys.size > 0 && own),
  };
  copyWhole(place.file, copy);
  const report = await auditPlace({ file: copy }, compared);
  out.write(`Backed up ${place.file} to ${copy}. ${verdictOf(report)} Head: ${report.head}\n`);
  for (const line of provenLines(report)) out.write(`${line}\n`);
  for (const fault of report.faults.slice(0, 1)) process.stderr.write(`${faultLine(fault)}\n`);
  return report.faultCount === 0 ? 0 : 1;
}
