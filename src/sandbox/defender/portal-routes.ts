import express from 'express';
import { FEATURES } from '../../changes/features.ts';
import type { TenantKind, World } from '../company/world.ts';
import { advancedFeaturesRoutes } from './advanced-features-routes.ts';
import { machineGroupsRoutes } from './machine-groups-routes.ts';
import { portalError, portalErrors } from './portal-error.ts';
import type { PortalSessions } from './portal-sessions.ts';
import { requireSession } from './require-session.ts';

/** The `MdeFlavor` of each tenant; `overrideMdeFlavor` repeats it. */
const FLAVORS: Readonly<Record<TenantKind, string>> = {
  classic: 'P2',
  current: 'P2',
  plan1: 'P1',
  business: 'Business',
};

/**
 * What the portal says about the tenant and its licence (facts: A.3, licence probe): a part of the real answer, with
 * its names.
 */
function tenantContext(world: World): Record<string, unknown> {
  const { kind, advancedFeatures, deviceGroups } = world.tenant;
  const investigates = kind !== 'plan1';
  const historic = advancedFeatures[FEATURES['automated-investigation'].wireKey];
  return {
    EnvironmentName: 'Production',
    OrgId: world.tenantId,
    GeoRegion: 'Europe3',
    AccountType: 'Production',
    IsSuspended: false,
    IsDeleted: false,
    IsMdatpLicenseExpired: false,
    IsMtpEligible: true,
    HasMachineGroups: kind !== 'business' && deviceGroups.some((group) => !group.IsUnassignedMachineGroup),
    IsMdatpActive: true,
    IsAutomatedIrEnabled: investigates && historic !== false,
    MdeFlavor: FLAVORS[kind],
    ActiveMtpWorkloads: [1, 4, 5],
    Features: {
      AutoInvestigationEnabled: investigates,
      RbacUserRoles: kind !== 'business',
      RbacMachineGroups: kind !== 'business',
      MachineGroupsRemediationLevelEdit: kind !== 'business',
      MachineTags: true,
    },
  };
}

/**
 * Serves the portal's own API, for mounting at `/apiproxy/mtp`. Microsoft does not support it (facts: A.3). The tenant
 * context also says whose session asks (docs/facts/defender.md#whose-session).
 */
export function portalRoutes(world: World, sessions: PortalSessions): express.Router {
  const router = express.Router();
  router.use(requireSession(sessions));
  router.use(express.json({ limit: '4mb', strict: false }));
  router.use(advancedFeaturesRoutes(world));
  router.use(machineGroupsRoutes(world));
  router.get('/sccManagement/mgmt/TenantContext', (_req, res) => {
    const AuthInfo = { TenantId: world.tenantId, UserName: String(res.locals.owner) };
    res.json({ ...tenantContext(world), ...(sessions.tellsOwner && { AuthInfo }) });
  });
  router.get('/settings/overrideMdeFlavor', (_req, res) => {
    res.json({ overrideMdeFlavor: FLAVORS[world.tenant.kind] });
  });
  router.use((_req, res) => portalError(res, 404, 'No such resource.', 'NotFound'));
  router.use(portalErrors);
  return router;
}
