import { createPrivateKey } from 'node:crypto';
import { type RecordKeys, recordKeys } from '../../../src/store/record/record-keys.ts';

/** The frame of an Ed25519 key in PKCS#8 (RFC 8410); the 32 bytes of the key follow. */
const FRAME = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The PEM of a key that is the same in every process: no secret. @param seed one character */
export function testKeyPem(seed: string): string {
  const key = createPrivateKey({ key: Buffer.concat([FRAME, Buffer.alloc(32, seed)]), format: 'der', type: 'pkcs8' });
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** The key that signs the records of tests, in every process of them. */
export const TEST_KEYS: RecordKeys = recordKeys(testKeyPem('a'));

/** The PEM of that key's public part. @param seed one character */
export function publicPem(seed: string): string {
  const { publicKey } = recordKeys(testKeyPem(seed));
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]).toString('base64');
  return `-----BEGIN PUBLIC KEY-----\n${spki}\n-----END PUBLIC KEY-----\n`;
}
