import { createGuidedTenant } from '../../../src/defender/guided/guided-tenant.ts';
import { createScopeReader } from '../../../src/defender/public-api/scope-reader.ts';
import { GRAPH_ROWS, MACHINE_ROWS } from './fault-rows.ts';
import { tenantContract } from './tenant-contract.ts';

tenantContract(
  'guided',
  ({ sandbox, clock, timeoutMs, graphToken, fleet }) =>
    createGuidedTenant({
      tenantId: sandbox.world.tenantId,
      clock,
      scopes: createScopeReader({ baseUrl: sandbox.url, getToken: graphToken, clock, timeoutMs }),
      fleet,
    }),
  [
    {
      name: 'Microsoft Graph',
      surface: 'graph',
      path: 'customAppScopes',
      scopes: ['groups'],
      rows: GRAPH_ROWS,
      walksRequests: true,
    },
    {
      name: 'the device list',
      surface: 'mde',
      path: '/api/machines',
      scopes: ['devices'],
      rows: MACHINE_ROWS,
      walksRequests: true,
    },
  ],
);
