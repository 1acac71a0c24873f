import express from 'express';
import { refusal } from '../wire/refusal.ts';
import type { World } from '../world/world.ts';
import { exposureRoutes } from './exposure-routes.ts';
import { investigationRoutes } from './investigation-routes.ts';
import { machineActionRoutes } from './machine-action-routes.ts';
import { machineRoutes } from './machine-routes.ts';
import { mdeErrors } from './mde-error.ts';
import { mdeGuard, mdeThrottle } from './mde-guard.ts';
import { DOCUMENTED_LIMITS, type ThrottleLimits } from './mde-throttle.ts';

export interface MdeOptions {
  /** Calls that one app may make, over all routes together; the documented limits when absent, none with `false`. */
  readonly throttle?: ThrottleLimits | false;
}

/** Defender for Endpoint's public API as far as the company needs it: `/api/...` and `/api/v1.0/...`, for mounting at the root. */
export function mdeRoutes(world: World, options: MdeOptions = {}): express.Router {
  const api = express.Router();
  const limits = options.throttle ?? DOCUMENTED_LIMITS;
  api.use(mdeGuard(world));
  if (limits !== false) api.use(mdeThrottle(world, limits));
  api.use(machineActionRoutes(world), machineRoutes(world), investigationRoutes(world), exposureRoutes(world));
  api.use((req) => {
    throw refusal(404, 'NotFound', `No HTTP resource was found that matches the request URI '${req.originalUrl}'.`);
  });
  const router = express.Router();
  router.use(['/api/v1.0', '/api'], api, mdeErrors(world));
  return router;
}
