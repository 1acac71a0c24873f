import { z } from 'zod';
import type { World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';
import type { AppRegistration } from './demo-app.ts';
import { readJwt, signJwt, verifyJwt } from './jwt.ts';
import { RESOURCES, type ResourceName } from './resources.ts';
import { signingKey } from './signing-key.ts';

/** Seconds a token lives, as Entra answers it. */
export const TOKEN_LIFETIME = 3599;

/** Seconds by which clocks may differ, as Microsoft's services tolerate. */
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

/** What a token says about the calling app; `roles` are its application permissions. */
export type TokenClaims = z.infer<typeof claimsShape>;

/** Why a token does not open a service. */
export type TokenFault = 'absent' | 'malformed' | 'signature' | 'expired' | 'audience' | 'tenant';

/** A v1.0 access token of the tenant for one service, as client credentials give it. */
export function issueAccessToken(world: World, app: AppRegistration, audience: string, resource: ResourceName): string {
  const { kid, privateKey } = signingKey();
  const now = Math.floor(world.now() / 1000);
  const roles = [...app.permissions[resource]];
  return signJwt(
    { typ: 'JWT', x5t: kid, kid },
    {
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
    },
    privateKey,
  );
}

/** Checks the Authorization header of a call to one service, as that service would. */
export function checkBearer(
  world: World,
  header: string | undefined,
  resource: ResourceName,
): { readonly claims: TokenClaims } | { readonly fault: TokenFault } {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(header ?? '')?.[1];
  if (!token) return { fault: 'absent' };
  const jwt = readJwt(token);
  const read = claimsShape.safeParse(jwt?.claims);
  if (!jwt || !read.success) return { fault: 'malformed' };
  if (!verifyJwt(jwt, signingKey().publicKey)) return { fault: 'signature' };
  const now = world.now() / 1000;
  if (read.data.exp + SKEW <= now || read.data.nbf - SKEW > now) return { fault: 'expired' };
  if (!RESOURCES[resource].some((uri) => uri === read.data.aud)) return { fault: 'audience' };
  return read.data.tid === world.tenantId ? { claims: read.data } : { fault: 'tenant' };
}
