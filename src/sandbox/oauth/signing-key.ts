import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** The key the sandbox's token service signs with, and its public half as it is published. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public half as RFC 7517 writes it. */
  readonly published: JWK;
}

let current: Promise<SigningKey> | null = null;

/** Made on first use, once a process (RSA 2048 takes a noticeable moment), and never written anywhere. */
export function signingKey(): Promise<SigningKey> {
  current ??= make();
  return current;
}

/** Entra's key ids are 27 characters long, each a thumbprint of the key's certificate; here, of the key itself. */
async function make(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  const kid = (await calculateJwkThumbprint(jwk)).slice(0, 27);
  return { kid, privateKey, publicKey, published: { ...jwk, use: 'sig', kid, x5t: kid, alg: 'RS256' } };
}
