import { existsSync, readFileSync } from 'node:fs';
import { isAirlockError } from '../../shared/errors.ts';
import { type RecordKeys, recordKeys } from '../../store/record/record-keys.ts';
import { ownUid, readPrivateFile } from './private-file.ts';
import { type FileProblem, ownSelf, trustFault } from './trusted-file.ts';

/** Where the keys of the record are; null what is not set. */
export interface KeyPlaces {
  readonly recordKeyFile: string | null;
  readonly recordKey: string | null;
  readonly recordOldKeysFile: string | null;
}

/** `problem` is the rest of a sentence that begins with the variable. */
export type ReadKeys = { readonly keys: RecordKeys } | ({ readonly variable: keyof KeyPlaces } & FileProblem);

/** Reads the key that signs the record, and the old public ones. Messages never quote a key. */
export function readRecordKeys({ recordKeyFile, recordKey, recordOldKeysFile }: KeyPlaces): ReadKeys {
  const variable = recordKey === null ? 'recordKeyFile' : 'recordKey';
  if (recordKey === null && recordKeyFile === null) return { variable, problem: NO_KEY };
  if (recordKey !== null && recordKeyFile !== null)
    return { variable, problem: 'is set beside RECORD_KEY_FILE: give one of the two' };
  const own =
    recordKey === null ? readPrivateFile(recordKeyFile ?? '', ownUid()) : { text: recordKey.replaceAll('\\n', '\n') };
  if ('problem' in own) return { variable, ...own, ...(isMissing(recordKeyFile) && { mend: MAKE_ONE }) };
  const old = recordOldKeysFile === null ? { text: '' } : readOldKeys(recordOldKeysFile);
  if ('problem' in old) return { variable: 'recordOldKeysFile', ...old };
  return keysOf(own.text, old.text, variable);
}

const MAKE_ONE =
  'Correct the path; only where no record was signed yet, make a key with `npm run airlock -- record-key --out FILE`: it gets the mode 0600, and belongs to the user who makes it, who must be the one that Airlock runs as';

function isMissing(path: string | null): boolean {
  return path !== null && !existsSync(path);
}

const NO_KEY =
  'is not set, though every entry of the record is signed: name the file of the key that has signed it so far; only where none has, make one with `npm run airlock -- record-key`, and keep it where the database’s owner cannot read it';

function keysOf(own: string, old: string, variable: keyof KeyPlaces): ReadKeys {
  try {
    recordKeys(own);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return {
      variable,
      problem: 'is not an unencrypted Ed25519 key in PEM (PKCS#8), as `npm run airlock -- record-key` makes it',
    };
  }
  try {
    return { keys: recordKeys(own, old) };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return {
      variable: 'recordOldKeysFile',
      problem: 'names a file with something else than Ed25519 public keys in PEM',
    };
  }
}

/** The public keys of a file that nobody else can write: whoever adds one could sign a record of their own. */
export function readOldKeys(path: string): { readonly text: string } | FileProblem {
  try {
    return trustFault(path, ownSelf()) ?? { text: readFileSync(path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    return { problem: `names a file that cannot be read (${code})` };
  }
}
