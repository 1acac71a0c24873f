import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** The key with which the sandbox's token service signs, and its public half as published. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public half as RFC 7517 writes it. */
  readonly published: JWK;
}

let current: Promise<SigningKey> | null = null;

/** Creates the key on first use, once in a process (RSA 2048 takes a noticeable moment). It is never stored. */
export function signingKey(): Promise<SigningKey> {
  current ??= make();
  return current;
}

/**
 * Creates a key. Entra's key ids have 27 characters, a thumbprint of the key's certificate; here it is a thumbprint of
 * the key itself.
 */
async function make(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  const kid = (await calculateJwkThumbprint(jwk)).slice(0, 27);
  return { kid, privateKey, publicKey, published: { ...jwk, use: 'sig', kid, x5t: kid, alg: 'RS256' } };
}
