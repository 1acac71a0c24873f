import { existsSync, readFileSync } from 'node:fs';
import { type KeyPlaces, readOldKeys, readRecordKeys } from '../service/config/record-key-files.ts';
import { demoKeyFile } from '../service/keeping/demo-key.ts';
import { AirlockError } from '../shared/errors.ts';
import type { Sealer } from '../store/bodies/task-seal.ts';
import type { StoreLocation } from '../store/databases/store-location.ts';
import { type PublicKeys, publicKeys, publicPemOf, type RecordKeys, recordKeys } from '../store/record/record-keys.ts';

/**
 * The keys that may have signed the record of this store: those that the settings name. Only the demo's own file is
 * judged by the key beside it, and only where the settings name none: whoever could rewrite a record could put a key
 * there, too.
 * @throws AirlockError config-invalid
 */
export function knownKeys(place: StoreLocation, settings: KeyPlaces): PublicKeys {
  const { recordKey, recordKeyFile, recordOldKeysFile } = settings;
  if (recordKey !== null || recordKeyFile !== null) {
    const read = readRecordKeys(settings);
    if ('keys' in read) return read.keys.known;
    throw new AirlockError(
      'config-invalid',
      `The key of the record ${read.problem}.${read.mend === undefined ? '' : ` ${read.mend}.`}`,
    );
  }
  if (recordOldKeysFile !== null) return publicKeys(oldKeysIn(recordOldKeysFile));
  const demo = 'file' in place && place.file.endsWith('demo.db') ? demoKeyFile(place.file) : null;
  return demo !== null && existsSync(demo) ? publicKeys(publicPemOf(readFileSync(demo, 'utf8'))) : new Map();
}

function oldKeysIn(path: string): string {
  const read = readOldKeys(path);
  if ('text' in read) return read.text;
  const mend = read.mend === undefined ? '' : ` ${read.mend}.`;
  throw new AirlockError('config-invalid', `RECORD_OLD_KEYS_FILE ${read.problem}.${mend}`);
}

/**
 * Who seals what people ask, where the settings name the private key itself; of the demo's file, the key beside it.
 * @throws AirlockError config-invalid
 */
export function sealerOf(place: StoreLocation, settings: KeyPlaces): Sealer | null {
  if (settings.recordKey !== null || settings.recordKeyFile !== null) {
    const read = readRecordKeys(settings);
    return 'keys' in read ? read.keys : null;
  }
  if (settings.recordOldKeysFile !== null) return null;
  const demo = 'file' in place && place.file.endsWith('demo.db') ? demoKeyFile(place.file) : null;
  return demo !== null && existsSync(demo) ? recordKeys(readFileSync(demo, 'utf8')) : null;
}

/** The key that signs the record. @throws AirlockError config-invalid */
export function signingKeys(settings: KeyPlaces): RecordKeys {
  const read = readRecordKeys(settings);
  if ('keys' in read) return read.keys;
  throw new AirlockError('config-invalid', `The key of the record ${read.problem}.`);
}
