import { LRUCache } from 'lru-cache';
import { z } from 'zod';

const claims = z.object({
  tid: z.string().toLowerCase().optional(),
  appid: z.string().toLowerCase().optional(),
  azp: z.string().toLowerCase().optional(),
  roles: z.array(z.string()).default([]),
});

export interface TokenClaims {
  readonly tenantId: string | null;
  readonly appId: string | null;
  /** Application permissions. */
  readonly roles: readonly string[];
}

/** The tokens that are in use: the same one goes with every call for an hour. */
const READ = new LRUCache<string, { readonly claims: TokenClaims | null }>({ max: 8 });

/**
 * The claims of a token from Entra; null for one that cannot be read. For reporting only, never trusted.
 */
export function tokenClaims(token: string): TokenClaims | null {
  const known = READ.get(token) ?? { claims: readClaims(token) };
  READ.set(token, known);
  return known.claims;
}

function readClaims(token: string): TokenClaims | null {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { tid, appid, azp, roles } = claims.parse(JSON.parse(payload));
    return { tenantId: tid ?? null, appId: appid ?? azp ?? null, roles };
  } catch {
    return null;
  }
}

/** Whether these application permissions include one to read; one to read and write includes it. */
export function holdsPermission(roles: readonly string[], permission: string): boolean {
  return roles.includes(permission) || roles.includes(permission.replace('.Read.', '.ReadWrite.'));
}
