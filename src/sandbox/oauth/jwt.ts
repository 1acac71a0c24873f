import type { KeyObject } from 'node:crypto';
import { type CryptoKey, decodeJwt, errors, jwtVerify } from 'jose';

/** Reads the claims of a compact JWT. It checks only the form, not the signature; null if the text is not a JWT. */
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
  /** Tolerated clock difference in seconds. */
  readonly skew: number;
}

/** The fault of a compact JWT, its signature first; null if the key signed it and it is valid now. */
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

/** The fault of a token whose signature was checked before, by its claims in seconds since 1970. */
export function lifetimeFault(
  { nbf, exp }: { readonly nbf: number; readonly exp: number },
  { now, skew }: Pick<JwtChecks, 'now' | 'skew'>,
): 'lifetime' | null {
  const seconds = Math.floor(now / 1000);
  return nbf > seconds + skew || exp <= seconds - skew ? 'lifetime' : null;
}
