import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { World } from '../company/world.ts';
import { checkBearer, type TokenClaims, type TokenFault } from '../oauth/access-token.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { type ThrottleLimits, throttle } from './mde-throttle.ts';

const FAULTS: Readonly<Record<TokenFault, string>> = {
  absent: 'The request has no access token.',
  malformed: 'The access token is not well formed.',
  signature: 'The access token has an invalid signature.',
  expired: 'The access token has expired.',
  audience: 'The access token was issued for another audience.',
  tenant: 'The access token was issued by another tenant.',
};

/** Lets only calls with a valid token for Defender through, and puts the claims in `res.locals.claims`. */
export function mdeGuard(world: World): RequestHandler {
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const checked = await checkBearer(world, req.get('authorization'), 'mde');
    if ('fault' in checked) {
      res.set('www-authenticate', 'Bearer');
      throw refusal(401, 'Unauthorized', FAULTS[checked.fault]);
    }
    res.locals.claims = checked.claims;
    next();
  };
}

/** Refuses callers that have none of these application permissions. */
export function needs(...anyOf: readonly string[]): RequestHandler {
  return (_req: Request, res: Response, next: NextFunction): void => {
    const { roles } = callerOf(res);
    if (!anyOf.some((permission) => roles.includes(permission))) {
      const message = `Missing application roles. API required roles: ${anyOf.join(', ')}, application roles: ${roles.join(',')}.`;
      throw refusal(403, 'Forbidden', message);
    }
    next();
  };
}

/** Answers 429 with Retry-After (seconds) if an app calls more often than the limits allow. */
export function mdeThrottle(world: World, limits: ThrottleLimits): RequestHandler {
  const judge = throttle(limits);
  return (_req: Request, res: Response, next: NextFunction): void => {
    const wait = judge(callerOf(res).appid, world.now());
    if (wait !== null) {
      res.set('retry-after', String(wait));
      throw refusal(429, 'TooManyRequests', `Too many requests. Try again in ${wait} seconds.`);
    }
    next();
  };
}

/** The claims of the calling app; use it behind the guard. */
export function callerOf(res: Response): TokenClaims {
  return res.locals.claims as TokenClaims;
}
