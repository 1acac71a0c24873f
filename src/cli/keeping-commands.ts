import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readOwnerConfig } from '../service/config/read-config.ts';
import { AirlockError } from '../shared/errors.ts';
import { migrateAsOwner } from '../store/databases/owner-migration.ts';
import { newRecordKey, recordKeys } from '../store/record/record-keys.ts';
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
