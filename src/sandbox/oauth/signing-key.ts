import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** The key the sandbox's token service signs with, and its public half as it is published. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** RFC 7517 members `n` and `e`. */
  readonly modulus: string;
  readonly exponent: string;
}

let current: SigningKey | null = null;

/** Made on first use, once a process (RSA 2048 takes a noticeable moment), and never written anywhere. */
export function signingKey(): SigningKey {
  current ??= make();
  return current;
}

function make(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(n).digest('base64url').slice(0, 27);
  return { kid, privateKey, publicKey, modulus: n, exponent: e };
}
