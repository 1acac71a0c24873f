import type { KeyObject } from 'node:crypto';
import { type CryptoKey, decodeJwt, errors, jwtVerify } from 'jose';

/** The claims of a compact JWT, of which nothing is checked yet but its form; null when it is none. */
export function readClaims(token: string): unknown {
  try {
    return decodeJwt(token);
  } catch {
    return null;
  }
}

export interface JwtChecks {
  readonly algorithms: readonly ('RS256' | 'PS256')[];
  /** ms since 1970 */
  readonly now: number;
  /** Seconds by which clocks may differ. */
  readonly skew: number;
}

/** What is wrong with a compact JWT, the signature first; null where the key made it and its time is now. */
export async function jwtFault(
  token: string,
  key: CryptoKey | KeyObject,
  { algorithms, now, skew }: JwtChecks,
): Promise<'signature' | 'lifetime' | null> {
  try {
    await jwtVerify(token, key, { algorithms: [...algorithms], clockTolerance: skew, currentDate: new Date(now) });
    return null;
  } catch (error) {
    if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) return 'lifetime';
    if (error instanceof errors.JOSEError) return 'signature';
    throw error;
  }
}
