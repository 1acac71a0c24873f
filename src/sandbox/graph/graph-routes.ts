import express from 'express';
import type { World } from '../company/world.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { graphErrors, graphHeaders } from './graph-error.ts';
import { graphGuard } from './graph-guard.ts';
import { groupsRoutes } from './groups-routes.ts';
import { huntingRoutes } from './hunting/hunting-routes.ts';
import { rolesRoutes } from './roles-routes.ts';
import { securityRoutes } from './security-routes.ts';
import { usersRoutes } from './users-routes.ts';

/** Serves the parts of Microsoft Graph that Airlock uses: `/v1.0` and `/beta`, for mounting at the root. */
export function graphRoutes(world: World): express.Router {
  const router = express.Router();
  for (const version of ['v1.0', 'beta']) {
    const inner = express.Router();
    inner.use(graphHeaders(world), graphGuard(world));
    inner.use(usersRoutes(world, version), groupsRoutes(world, version));
    inner.use(rolesRoutes(world, version), securityRoutes(world, version), huntingRoutes(world));
    inner.use((req) => {
      throw refusal(400, 'BadRequest', `Resource not found for the segment '${req.path.split('/')[1] ?? ''}'.`);
    });
    router.use(`/${version}`, inner, graphErrors(world));
  }
  return router;
}
