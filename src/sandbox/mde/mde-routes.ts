import type { NextFunction, Request, RequestHandler, Response } from 'express';
import express from 'express';
import { isAirlockError } from '../../shared/errors.ts';
import type { World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';
import { isBodyFault, type Refusal, readRefusal, refusal } from '../wire/wire-refusal.ts';
import { machineActionRoutes } from './actions/machine-action-routes.ts';
import { alertRoutes } from './alerts/alert-routes.ts';
import { apiMetadata } from './api-metadata.ts';
import { exposureRoutes } from './exposure-routes.ts';
import { indicatorRoutes } from './indicators/indicator-routes.ts';
import { investigationRoutes } from './investigation-routes.ts';
import { machineRoutes } from './machine-routes.ts';
import { mdeGuard, mdeThrottle } from './mde-guard.ts';
import { DOCUMENTED_LIMITS, type ThrottleLimits } from './mde-throttle.ts';
import { tagRoutes } from './tags/tag-routes.ts';

const calls = new WeakMap<World, number>();

/**
 * Handles all errors of Defender's routes: answers `{"error":{"code","message","target"}}`, where target is a
 * correlation id (learn: common-errors).
 */
function mdeErrors(world: World) {
  return (error: unknown, _req: Request, res: Response, next: NextFunction): void => {
    if (res.headersSent) next(error);
    else send(world, res, readRefusal(error) ?? unmeant(error));
  };
}

function send(world: World, res: Response, refused: Refusal): void {
  const count = (calls.get(world) ?? 0) + 1;
  calls.set(world, count);
  const target = stableId('mde request', world.tenantId, count);
  res.status(refused.status).json({ error: { code: refused.code, message: refused.message, target } });
}

function unmeant(error: unknown): Refusal {
  if (isBodyFault(error)) return { status: 400, code: 'InvalidRequestBody', message: 'Request body is incorrect.' };
  if (error instanceof URIError) return { status: 400, code: 'BadRequest', message: 'The request URI is not valid.' };
  if (isAirlockError(error, 'input-invalid')) return { status: 400, code: 'ODataError', message: error.message };
  return { status: 500, code: 'InternalServerError', message: 'An unexpected error occurred. Try again later.' };
}

const unlimited: RequestHandler = (_req, _res, next) => next();

export interface MdeOptions {
  /** The limits on calls of one app, for all routes together; the documented ones when absent, no limits if `false`. */
  readonly throttle?: ThrottleLimits | false;
}

/**
 * Serves the parts of Defender for Endpoint's public API that Airlock uses: `/api/...` and `/api/v1.0/...`, for
 * mounting at the root.
 */
export function mdeRoutes(world: World, options: MdeOptions = {}): express.Router {
  const api = express.Router();
  const limits = options.throttle ?? DOCUMENTED_LIMITS;
  api.use(mdeGuard(world));
  if (limits !== false) api.use(mdeThrottle(world, limits));
  api.get('/$metadata', (_req, res) => void res.type('application/xml').send(apiMetadata()));
  api.use(tagRoutes(world));
  const limit = (own: ThrottleLimits) => (limits === false ? unlimited : mdeThrottle(world, own));
  api.use(indicatorRoutes(world, limit), alertRoutes(world, limit));
  api.use(machineActionRoutes(world), machineRoutes(world), investigationRoutes(world), exposureRoutes(world));
  api.use((req) => {
    throw refusal(404, 'NotFound', `No HTTP resource was found that matches the request URI '${req.originalUrl}'.`);
  });
  const router = express.Router();
  router.use(['/api/v1.0', '/api'], api, mdeErrors(world));
  return router;
}
