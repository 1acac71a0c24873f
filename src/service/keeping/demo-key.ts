import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AirlockError } from '../../shared/errors.ts';
import { newRecordKey, type RecordKeys, recordKeys } from '../../store/record/record-keys.ts';
import { ownUid, readPrivateFile } from '../config/private-file.ts';

/** Where the demo keeps the key of a store: beside it. In production it is elsewhere. */
export function demoKeyFile(store: string): string {
  return store.replace(/(\.db)?$/, '-record-key.pem');
}

/**
 * The demo's key; it is made at the first start.
 * @throws AirlockError config-invalid where others can use the file
 */
export function demoKeys(store: string): RecordKeys {
  const file = demoKeyFile(store);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, newRecordKey().privatePem, { mode: 0o600, flag: 'wx' });
  }
  const read = readPrivateFile(file, ownUid());
  if ('text' in read) return recordKeys(read.text);
  throw new AirlockError('config-invalid', `The key of the demo’s record, ${file}, ${read.problem}.`);
}
