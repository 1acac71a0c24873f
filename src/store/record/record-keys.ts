import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { AirlockError } from '../../shared/errors.ts';

/** Public keys that may have signed, by their ids, in the order in which they did: the oldest first. */
export interface PublicKeys extends ReadonlyMap<string, KeyObject> {
  /** Where a key gave way to the next, as the operator noted it: no key that is older can write that anew. */
  readonly handOvers?: readonly HandOver[];
}

/** An entry `record.key` as it was noted outside the database. */
export interface HandOver {
  readonly seq: number;
  readonly hash: string;
}

/** The key that signs now, and every key that may have signed before. */
export interface RecordKeys {
  readonly keyId: string;
  /** @returns the Ed25519 signature (RFC 8032), base64 */
  sign(text: string): string;
  /** @returns the HMAC-SHA256 under a key derived from the private one, base64: for what only the service reads */
  seal(text: string): string;
  /** The key's own public part, and the old ones. */
  readonly known: PublicKeys;
  /** The 32 bytes of the key's public part. */
  readonly publicKey: Buffer;
}

/**
 * @param privatePem PEM, PKCS#8, Ed25519, not encrypted
 * @param oldPublicPems PEM blocks, one after another; empty where no key came before
 * @throws AirlockError config-invalid; its message never quotes a key
 */
export function recordKeys(privatePem: string, oldPublicPems = ''): RecordKeys {
  const key = privateKeyOf(privatePem);
  const publicKey = createPublicKey(key);
  return {
    keyId: keyIdOf(publicKey),
    sign: (text) => {
      const signature = sign(null, Buffer.from(text), key).toString('base64');
      rememberRight(publicKey, `${createHash('sha256').update(text).digest('hex')} ${signature}`);
      return signature;
    },
    seal: sealingWith(key),
    known: inOrder([...publicKeys(oldPublicPems), [keyIdOf(publicKey), publicKey]], oldPublicPems),
    publicKey: rawOf(publicKey),
  };
}

function sealingWith(key: KeyObject): RecordKeys['seal'] {
  const secret = key.export({ format: 'der', type: 'pkcs8' });
  const derived = Buffer.from(hkdfSync('sha256', secret, '', 'airlock/tasks', 32));
  return (text) => createHmac('sha256', derived).update(text).digest('base64');
}

function privateKeyOf(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {}
  throw new AirlockError('config-invalid', 'The key of the record is not an unencrypted Ed25519 key in PEM (PKCS#8).');
}

/** The line of a file of keys that notes a hand-over, as `audit verify` gives it. */
const HAND_OVER = /^[ \t]*Gave way at entry (\d{1,15}): ([0-9a-f]{64})[ \t]*$/gm;

export function handOverLine({ seq, hash }: HandOver): string {
  return `Gave way at entry ${seq}: ${hash}`;
}

function inOrder(keys: readonly (readonly [string, KeyObject])[], text: string): PublicKeys {
  const handOvers = [...text.matchAll(HAND_OVER)].map(([, seq, hash = '']) => ({ seq: Number(seq), hash }));
  return Object.assign(new Map(keys), { handOvers });
}

const PUBLIC_PEM = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g;

/**
 * Reads public keys, for whoever verifies without the private one.
 * @param pems PEM blocks (SPKI), the oldest first; of the text between them only the lines of hand-overs count
 * @throws AirlockError config-invalid
 */
export function publicKeys(pems: string): PublicKeys {
  const keys = (pems.match(PUBLIC_PEM) ?? []).map((pem) => {
    const key = publicKeyOf(pem);
    return [keyIdOf(key), key] as const;
  });
  return inOrder(keys, pems);
}

function publicKeyOf(pem: string): KeyObject {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {}
  throw new AirlockError('config-invalid', 'A public key of the record is not an Ed25519 key in PEM.');
}

/** How long the frame of an SPKI document of an Ed25519 key is (RFC 8410); the key itself follows. */
const FRAME = 12;

function rawOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(FRAME);
}

/** The first 16 hex digits of SHA-256 over the public key's 32 bytes. */
function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256').update(rawOf(publicKey)).digest('hex').slice(0, 16);
}

/** Whether the key of this id, if it is known, made the signature. */
export function isSigned(keys: PublicKeys, keyId: string, text: string, signature: string): boolean {
  const key = keys.get(keyId);
  return key !== undefined && verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

/** How many signatures that were found right are remembered of each key. */
const REMEMBERED = 4096;

/** The signatures that were found right, with the hash of what they sign, in the order in which they were used. */
const FOUND_RIGHT = new WeakMap<KeyObject, Set<string>>();

/**
 * Whether the key of this id, if it is known, signed the text with this hash. What was found right before is not
 * verified again, nor is what this process has signed with it.
 * @param hash SHA-256 (hex) of the text, as the caller computed it
 */
export function isSignedHash(
  keys: PublicKeys,
  { keyId, hash, signature }: { readonly keyId: string; readonly hash: string; readonly signature: string },
  text: string,
): boolean {
  const key = keys.get(keyId);
  if (key === undefined) return false;
  const mark = `${hash} ${signature}`;
  if (!FOUND_RIGHT.get(key)?.has(mark) && !isSigned(keys, keyId, text, signature)) return false;
  rememberRight(key, mark);
  return true;
}

function rememberRight(key: KeyObject, mark: string): void {
  const right = FOUND_RIGHT.get(key) ?? new Set();
  FOUND_RIGHT.set(key, right);
  right.delete(mark);
  right.add(mark);
  for (const oldest of right) {
    if (right.size <= REMEMBERED) break;
    right.delete(oldest);
  }
}

/** Whether this text is base64 as it is written: decoding passes over whatever else stands in it. */
export function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}

/** Makes a new key. @returns PEM, PKCS#8 and SPKI */
export function newRecordKey(): { readonly privatePem: string; readonly publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

/**
 * The public part of a private key, or of the public key itself.
 * @returns PEM, SPKI
 * @throws AirlockError config-invalid
 */
export function publicPemOf(pem: string): string {
  return publicKeyOf(pem).export({ format: 'pem', type: 'spki' }).toString();
}
