import { type KeyObject, constants as nodeCrypto, sign, verify } from 'node:crypto';
import { z } from 'zod';

/** A JWT taken apart; nothing about it is checked yet but its form. */
export interface ReadJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: string;
  readonly signature: Buffer;
}

const record = z.record(z.string(), z.unknown());

/** Signs claims as RS256 (RFC 7515 compact form). */
export function signJwt(header: object, claims: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ ...header, alg: 'RS256' })}.${part(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** Takes a compact JWT apart; null when it is none. */
export function readJwt(token: string): ReadJwt | null {
  const [head, body, signature, ...more] = token.split('.');
  if (!head || !body || !signature || more.length > 0) return null;
  const header = parse(head);
  const claims = parse(body);
  if (!header || !claims) return null;
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

/** Whether the key made the signature, as RS256 or PS256, whichever the header names; any other algorithm is refused. */
export function verifyJwt(jwt: ReadJwt, key: KeyObject): boolean {
  const data = Buffer.from(jwt.signed);
  if (jwt.header.alg === 'RS256') return verify('sha256', data, key, jwt.signature);
  if (jwt.header.alg !== 'PS256') return false;
  const padding = { key, padding: nodeCrypto.RSA_PKCS1_PSS_PADDING, saltLength: nodeCrypto.RSA_PSS_SALTLEN_DIGEST };
  return verify('sha256', data, padding, jwt.signature);
}

function parse(part: string): Record<string, unknown> | null {
  try {
    const read = record.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
