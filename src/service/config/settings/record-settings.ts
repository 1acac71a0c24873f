import { z } from 'zod';
import type { Setting } from '../../../shared/setting.ts';
import { settingValues } from './setting-values.ts';

/** What signs the record, and where its head is noted outside the database. */
export const RECORD_SETTINGS = {
  recordKeyFile: {
    variable: 'RECORD_KEY_FILE',
    meaning:
      'File of the key that signs the record: PEM, PKCS#8, Ed25519, mode 0600; `npm run airlock -- record-key` makes one',
    example: '/etc/airlock/record-key.pem',
    optional: true,
    shownDefault: '**required**',
    schema: settingValues.path,
  },
  recordKey: {
    variable: 'RECORD_KEY',
    meaning:
      'The key itself, in place of the file: for a secret reference of a platform that mounts no files of mode 0600',
    example: '<the text of the file>',
    optional: true,
    secret: true,
    schema: z.string().regex(/-----BEGIN PRIVATE KEY-----/, 'is no private key in PEM (PKCS#8)'),
  },
  recordOldKeysFile: {
    variable: 'RECORD_OLD_KEYS_FILE',
    meaning:
      'File of the public keys that signed the record before: PEM, the oldest first, each with the line `Gave way at entry ...` that `audit verify` gives; nobody else may write it',
    example: '/etc/airlock/record-old-keys.pem',
    optional: true,
    schema: settingValues.path,
  },
  witnessFile: {
    variable: 'AUDIT_WITNESS_FILE',
    meaning:
      'File to which checkpoints of the record are appended: of each day, each start and stop, and each step that ends or brakes a request or says that something was written. Best on a disk that the database’s owner cannot write to, and one for all instances',
    example: '/mnt/witness/airlock.checkpoints',
    optional: true,
    schema: settingValues.path,
  },
} as const satisfies Record<string, Setting<unknown>>;
