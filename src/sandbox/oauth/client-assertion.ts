import { z } from 'zod';
import type { World } from '../company/world.ts';
import type { AppRegistration } from './demo-app.ts';
import { readJwt, verifyJwt } from './jwt.ts';

/** The only `client_assertion_type` there is for JWTs (RFC 7523, 2.2). */
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const claimsShape = z.object({
  aud: z.string(),
  iss: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
});

/** What is wrong with a client assertion: AADSTS number and sentence; null when it proves that the app is calling. */
export function assertionFault(
  world: World,
  app: AppRegistration,
  assertion: string,
): { readonly number: number; readonly message: string } | null {
  const jwt = readJwt(assertion);
  const read = claimsShape.safeParse(jwt?.claims);
  if (!jwt || !read.success) return { number: 50027, message: 'JWT token is invalid or malformed.' };
  const { aud, iss, sub, exp, nbf } = read.data;
  if (iss !== app.clientId || sub !== app.clientId) {
    return { number: 700021, message: 'Client assertion application identifier doesn\'t match "client_id" parameter.' };
  }
  if (!app.certificates.some((key) => verifyJwt(jwt, key))) {
    return {
      number: 700027,
      message: 'The certificate used to sign the client assertion is not registered on application.',
    };
  }
  const now = world.now() / 1000;
  if (exp <= now || (nbf ?? 0) > now + 300) {
    return { number: 700024, message: 'Client assertion is not within its valid time range.' };
  }
  const audience = new RegExp(`^https?://[^/]+/${world.tenantId}/(oauth2/v2\\.0/token|v2\\.0)/?$`, 'i');
  if (!audience.test(aud)) {
    return { number: 700023, message: 'Client assertion audience claim does not match Realm issuer.' };
  }
  return null;
}
