import express from 'express';
import type { World } from '../world/world.ts';
import { advancedFeaturesRoutes } from './advanced-features-routes.ts';
import { machineGroupsRoutes } from './machine-groups-routes.ts';
import { portalError, portalErrors } from './portal-error.ts';
import type { PortalSessions } from './portal-sessions.ts';
import { requireSession } from './require-session.ts';
import { FLAVORS, tenantContext } from './tenant-context.ts';

/** The portal's own API, to be mounted at `/apiproxy/mtp`; unsupported by Microsoft (facts: A.3). */
export function portalRoutes(world: World, sessions: PortalSessions): express.Router {
  const router = express.Router();
  router.use(requireSession(sessions));
  router.use(express.json({ limit: '4mb', strict: false }));
  router.use(advancedFeaturesRoutes(world));
  router.use(machineGroupsRoutes(world));
  router.get('/sccManagement/mgmt/TenantContext', (_req, res) => {
    res.json(tenantContext(world));
  });
  router.get('/settings/overrideMdeFlavor', (_req, res) => {
    res.json({ overrideMdeFlavor: FLAVORS[world.tenant.kind] });
  });
  router.use((_req, res) => portalError(res, 404, 'No such resource.', 'NotFound'));
  router.use(portalErrors);
  return router;
}
