import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { World } from '../company/world.ts';
import { checkBearer, type TokenClaims, type TokenFault } from '../oauth/access-token.ts';
import { refusal } from '../wire/wire-refusal.ts';

const FAULTS: Readonly<Record<TokenFault, string>> = {
  absent: 'Access token is empty.',
  malformed: 'IDX14100: JWT is not well formed, there are no dots (.).',
  signature: 'Access token validation failure. Invalid signature.',
  expired: 'Lifetime validation failed, the token is expired.',
  audience: 'Access token validation failure. Invalid audience.',
  tenant: 'Invalid tenant in the access token.',
};

/** Lets only calls with a valid token for Graph through, and puts the claims in `res.locals.claims`. */
export function graphGuard(world: World): RequestHandler {
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const checked = await checkBearer(world, req.get('authorization'), 'graph');
    if ('fault' in checked) {
      res.set(
        'www-authenticate',
        `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"`,
      );
      throw refusal(401, 'InvalidAuthenticationToken', FAULTS[checked.fault]);
    }
    res.locals.claims = checked.claims;
    next();
  };
}

/**
 * Refuses callers that have none of these application permissions. Security routes use another wording, as Defender's
 * part of Graph does.
 */
export function needs(...anyOf: readonly string[]): RequestHandler {
  return (_req: Request, res: Response, next: NextFunction): void => {
    const { roles } = res.locals.claims as TokenClaims;
    if (!anyOf.some((permission) => roles.includes(permission))) throw forbidden(anyOf, roles);
    next();
  };
}

function forbidden(anyOf: readonly string[], roles: readonly string[]): Error {
  if (!anyOf.some((permission) => permission.startsWith('SecurityAlert.') || permission.startsWith('ThreatHunting.'))) {
    return refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  }
  const message = `Missing application roles. API required roles: ${anyOf.join(', ')}, application roles: ${roles.join(',')}.`;
  return refusal(403, 'Forbidden', message);
}
