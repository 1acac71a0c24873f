import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type KeyPlaces, readOldKeys, readRecordKeys } from '../service/config/record-key-files.ts';
import { demoKeyFile } from '../service/keeping/demo-key.ts';
import { AirlockError } from '../shared/errors.ts';
import type { Sealer } from '../store/bodies/task-seal.ts';
import type { StoreLocation } from '../store/databases/store-location.ts';
import { type PublicKeys, publicKeys, publicPemOf, type RecordKeys, recordKeys } from '../store/record/record-keys.ts';
import { textOf } from './audit/named-file.ts';

/** What tells a command the keys of a record. */
export interface KeySource {
  /** The store whose service signs; of a backup, the one that it is to replace. */
  readonly place: StoreLocation;
  readonly settings: KeyPlaces;
  /** The file named with --key; undefined where none was. */
  readonly key: string | undefined;
}

/**
 * The keys that may have signed the record of this store: those of --key, or else those that the settings name. Only
 * the demo's own file is judged by the key beside it, and only where nothing names one: whoever could rewrite a record
 * could put a key there, too.
 * @throws AirlockError input-invalid, config-invalid
 */
export function knownKeys({ place, settings, key }: KeySource): PublicKeys {
  if (key !== undefined) return keysIn(key);
  const { recordKey, recordKeyFile, recordOldKeysFile } = settings;
  if (recordKey !== null || recordKeyFile !== null) {
    const read = readRecordKeys(settings);
    if ('keys' in read) return read.keys.known;
    throw new AirlockError('config-invalid', faultOf('The key of the record', read));
  }
  if (recordOldKeysFile !== null) return publicKeys(oldKeysIn(recordOldKeysFile));
  const demo = demoKeyBeside(place);
  return demo === null ? new Map() : publicKeys(publicPemOf(readFileSync(demo, 'utf8')));
}

function keysIn(file: string): PublicKeys {
  const pem = textOf('--key', file);
  const keys = publicKeys(PRIVATE_PEM.test(pem) ? publicPemOf(pem) : pem);
  if (keys.size > 0) return keys;
  throw new AirlockError(
    'input-invalid',
    '--key names a file without a key in PEM: record-key writes the public one to a file that ends with .pub.pem.',
  );
}

const PRIVATE_PEM = /-----BEGIN PRIVATE KEY-----/;

function oldKeysIn(path: string): string {
  const read = readOldKeys(path);
  if ('text' in read) return read.text;
  throw new AirlockError('config-invalid', faultOf('RECORD_OLD_KEYS_FILE', read));
}

function faultOf(what: string, { problem, mend }: { readonly problem: string; readonly mend?: string }): string {
  return `${what} ${problem}.${mend === undefined ? '' : ` ${mend}.`}`;
}

function demoKeyBeside(place: StoreLocation): string | null {
  const demo = 'file' in place && place.file.endsWith('demo.db') ? demoKeyFile(place.file) : null;
  return demo !== null && existsSync(demo) ? demo : null;
}

/**
 * Who seals what people ask, where --key or the settings name the private key itself; of the demo's file, the key
 * beside it. Null where only public keys are at hand.
 * @throws AirlockError input-invalid, config-invalid
 */
export function sealerOf({ place, settings, key }: KeySource): Sealer | null {
  if (key !== undefined) {
    const pem = textOf('--key', key);
    return PRIVATE_PEM.test(pem) ? recordKeys(pem) : null;
  }
  if (settings.recordKey !== null || settings.recordKeyFile !== null) {
    const read = readRecordKeys(settings);
    return 'keys' in read ? read.keys : null;
  }
  if (settings.recordOldKeysFile !== null) return null;
  const demo = demoKeyBeside(place);
  return demo === null ? null : recordKeys(readFileSync(demo, 'utf8'));
}

const NO_KEY =
  'No setting names the key that signs the record, and what this command says is signed: name the file of the key that has signed this record so far with --key, or set RECORD_KEY_FILE to it. With a new key the record does not go on. Only where nothing was signed yet, make one with `npm run airlock -- record-key`.';

/** The key that signs the record, found as `knownKeys` finds its own. @throws AirlockError config-invalid */
export function signingKeys({ place, settings, key }: KeySource): RecordKeys {
  const isSet = settings.recordKey !== null || settings.recordKeyFile !== null;
  const named = key ?? (isSet ? null : demoKeyBeside(place));
  if (named === null && !isSet) throw new AirlockError('config-invalid', NO_KEY);
  const read = readRecordKeys(
    named === null ? settings : { ...settings, recordKey: null, recordKeyFile: resolve(named) },
  );
  if ('keys' in read) return read.keys;
  const what = key === undefined ? 'The key of the record' : '--key';
  const fault = faultOf(read.variable === 'recordOldKeysFile' ? 'RECORD_OLD_KEYS_FILE' : what, read);
  throw new AirlockError('config-invalid', `${fault} What this command says is signed, so it takes the private key.`);
}
