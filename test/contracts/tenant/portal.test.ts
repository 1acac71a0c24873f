import { createPortalTenant } from '../../../src/defender/portal/create-portal-tenant.ts';
import { memorySession } from '../../../src/defender/portal/portal-session.ts';
import { MACHINE_ROWS, PORTAL_ROWS } from './fault-rows.ts';
import { tenantContract } from './tenant-contract.ts';

tenantContract(
  'portal',
  ({ sandbox, clock, timeoutMs, fleet }) =>
    createPortalTenant({
      baseUrl: `${sandbox.url}/apiproxy/mtp`,
      session: memorySession(sandbox.portalSession()),
      tenantId: sandbox.world.tenantId,
      fleet,
      clock,
      timeoutMs,
    }),
  [
    {
      name: 'the portal',
      surface: 'portal',
      path: 'machine_groups',
      scopes: ['groups'],
      rows: PORTAL_ROWS,
      walksRequests: true,
    },
    {
      name: 'the device list',
      surface: 'mde',
      path: '/api/machines',
      scopes: ['devices'],
      rows: MACHINE_ROWS,
      walksRequests: false,
    },
  ],
);
