import { SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';
import type { AppRegistration } from './demo-app.ts';
import { type JwtChecks, jwtFault, lifetimeFault, readClaims } from './jwt.ts';
import { RESOURCES, type ResourceName } from './resources.ts';
import { signingKey } from './signing-key.ts';

/** Lifetime of a token in seconds, as in Entra's answer. */
export const TOKEN_LIFETIME = 3599;

/** Tolerated clock difference in seconds, as in Microsoft's services. */
const SKEW = 300;

const claimsShape = z.object({
  aud: z.string(),
  iss: z.string(),
  nbf: z.number(),
  exp: z.number(),
  appid: z.string(),
  app_displayname: z.string(),
  oid: z.string(),
  tid: z.string(),
  roles: z.array(z.string()).default([]),
});

/** The claims of a token about the calling app; `roles` are its application permissions. */
export type TokenClaims = z.infer<typeof claimsShape>;

/** What tokens claim whose signature was checked and is good: the same one comes with each call for an hour. */
const SIGNED = new LRUCache<string, TokenClaims>({ max: 100 });

/** Why a service refuses a token. */
export type TokenFault = 'absent' | 'malformed' | 'signature' | 'expired' | 'audience' | 'tenant';

/** Issues a v1.0 access token of the tenant for one service, as for client credentials. */
export async function issueAccessToken(
  world: World,
  app: AppRegistration,
  audience: string,
  resource: ResourceName,
): Promise<string> {
  const { kid, privateKey } = await signingKey();
  const now = Math.floor(world.now() / 1000);
  const roles = [...app.permissions[resource]];
  const claims = {
    aud: audience,
    iss: `https://sts.windows.net/${world.tenantId}/`,
    iat: now,
    nbf: now,
    exp: now + TOKEN_LIFETIME,
    app_displayname: app.displayName,
    appid: app.clientId,
    appidacr: '1',
    idp: `https://sts.windows.net/${world.tenantId}/`,
    idtyp: 'app',
    oid: app.servicePrincipalId,
    ...(roles.length > 0 ? { roles } : {}),
    sub: app.servicePrincipalId,
    tid: world.tenantId,
    uti: stableId('token', app.clientId, audience, world.now()).slice(0, 22),
    ver: '1.0',
  };
  return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', x5t: kid, kid }).sign(privateKey);
}

/** Checks the Authorization header of a call to one service, as that service would. */
export async function checkBearer(
  world: World,
  header: string | undefined,
  resource: ResourceName,
): Promise<{ readonly claims: TokenClaims } | { readonly fault: TokenFault }> {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(header ?? '')?.[1];
  if (!token) return { fault: 'absent' };
  const claims = SIGNED.get(token) ?? claimsShape.safeParse(readClaims(token)).data;
  if (!claims) return { fault: 'malformed' };
  const fault = await faultOf(token, claims, world.now());
  if (fault) return { fault: fault === 'lifetime' ? 'expired' : fault };
  if (!RESOURCES[resource].some((uri) => uri === claims.aud)) return { fault: 'audience' };
  return claims.tid === world.tenantId ? { claims } : { fault: 'tenant' };
}

async function faultOf(token: string, claims: TokenClaims, now: number): ReturnType<typeof jwtFault> {
  const checks: JwtChecks = { algorithms: ['RS256'], now, skew: SKEW };
  if (SIGNED.has(token)) return lifetimeFault(claims, checks);
  const fault = await jwtFault(token, (await signingKey()).publicKey, checks);
  if (fault === null) SIGNED.set(token, claims);
  return fault;
}
