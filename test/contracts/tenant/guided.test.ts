import { GRAPH_ROWS, MACHINE_ROWS } from './fault-rows.ts';
import { tenantContract } from './tenant-contract.ts';

tenantContract('guided', [
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
]);
