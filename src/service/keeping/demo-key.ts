import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { newRecordKey, type RecordKeys, recordKeys } from '../../store/record/record-keys.ts';

/** Where the demo keeps the key of a store: beside it. In production it is elsewhere. */
export function demoKeyFile(store: string): string {
  return store.replace(/(\.db)?$/, '-record-key.pem');
}

/** The demo's key; it is made at the first start. */
export function demoKeys(store: string): RecordKeys {
  const file = demoKeyFile(store);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, newRecordKey().privatePem, { mode: 0o600, flag: 'wx' });
  }
  return recordKeys(readFileSync(file, 'utf8'));
}
