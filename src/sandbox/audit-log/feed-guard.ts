import type { NextFunction, Request, Response } from 'express';
import type { World } from '../company/world.ts';
import { checkBearer } from '../oauth/access-token.ts';
import { isBodyFault, type Refusal, readRefusal, refusal } from '../wire/wire-refusal.ts';

/** Lets only calls of this tenant, with a valid token that grants `ActivityFeed.Read`, through. */
export function feedGuard(world: World) {
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const checked = await checkBearer(world, req.get('authorization'), 'activity');
    if ('fault' in checked) {
      res.set('www-authenticate', 'Bearer');
      throw refusal(401, 'AF10000', 'Authorization has been denied for this request.');
    }
    if (String(req.params.tenant).toLowerCase() !== world.tenantId)
      throw refusal(
        401,
        'AF20001',
        'The tenant ID passed in the URL does not match the tenant ID of the access token.',
      );
    const { roles } = checked.claims;
    if (!roles.includes('ActivityFeed.Read')) {
      const message = `The permission set (${roles.join(' ')}) sent in the request did not include the expected permission ActivityFeed.Read.`;
      throw refusal(403, 'AF10001', message);
    }
    next();
  };
}

/** Answers with the error body of the Management Activity API. */
export function feedErrors(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (res.headersSent) {
    next(error);
    return;
  }
  const { status, code, message } = readRefusal(error) ?? unmeant(error);
  res.status(status).json({ error: { code, message } });
}

function unmeant(error: unknown): Refusal {
  if (isBodyFault(error)) return { status: 400, code: 'AF20002', message: 'The request body is not valid.' };
  return { status: 500, code: 'AF50000', message: 'An internal error occurred. Retry the request.' };
}
