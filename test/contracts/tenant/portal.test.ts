import { MACHINE_ROWS, PORTAL_ROWS } from './fault-rows.ts';
import { tenantContract } from './tenant-contract.ts';

tenantContract('portal', [
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
]);
