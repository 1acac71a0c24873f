import { z } from 'zod';
import type { World } from '../company/world.ts';
import type { AppRegistration } from './demo-app.ts';
import { jwtFault, readClaims } from './jwt.ts';

/** The only `client_assertion_type` for JWTs (RFC 7523, 2.2). */
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const claimsShape = z.object({
  aud: z.string(),
  iss: z.string(),
  sub: z.string(),
  exp: z.number(),
});

/** The fault of a client assertion: AADSTS number and sentence; null if it proves that the app is calling. */
export async function assertionFault(
  world: World,
  app: AppRegistration,
  assertion: string,
): Promise<{ readonly number: number; readonly message: string } | null> {
  const read = claimsShape.safeParse(readClaims(assertion));
  if (!read.success) return { number: 50027, message: 'JWT token is invalid or malformed.' };
  const { aud, iss, sub, exp } = read.data;
  if (iss !== app.clientId || sub !== app.clientId) {
    return { number: 700021, message: 'Client assertion application identifier doesn\'t match "client_id" parameter.' };
  }
  const fault = await signedFault(world, app, assertion);
  if (fault === 'signature') {
    return {
      number: 700027,
      message: 'The certificate used to sign the client assertion is not registered on application.',
    };
  }
  if (fault === 'lifetime' || exp <= world.now() / 1000) {
    return { number: 700024, message: 'Client assertion is not within its valid time range.' };
  }
  const audience = new RegExp(`^https?://[^/]+/${world.tenantId}/(oauth2/v2\\.0/token|v2\\.0)/?$`, 'i');
  if (!audience.test(aud)) {
    return { number: 700023, message: 'Client assertion audience claim does not match Realm issuer.' };
  }
  return null;
}

/**
 * Checks signature and lifetime. It tolerates five minutes of clock difference at the beginning of the lifetime, none
 * at its end.
 */
async function signedFault(
  world: World,
  app: AppRegistration,
  assertion: string,
): Promise<'signature' | 'lifetime' | null> {
  for (const key of app.certificates) {
    const fault = await jwtFault(assertion, key, { algorithms: ['RS256', 'PS256'], now: world.now(), skew: 300 });
    if (fault !== 'signature') return fault;
  }
  return 'signature';
}
