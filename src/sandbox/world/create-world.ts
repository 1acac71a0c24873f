import { EventEmitter } from 'node:events';
import { COMPANY } from '../company/company.ts';
import { createTenant } from '../company/create-tenant.ts';
import { createEntraGroups } from '../company/entra-groups.ts';
import { createMachines } from '../company/machines.ts';
import { createPeople } from '../company/people.ts';
import type { TenantKind, World } from './world.ts';

export interface WorldOptions {
  /** Which tenant is played; `classic` when absent. */
  readonly tenant?: TenantKind;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
}

/** Everything outside the bot, as it is on the first day; two worlds share nothing. */
export function createWorld(options: WorldOptions): World {
  return {
    tenantId: COMPANY.tenantId,
    now: options.now,
    people: createPeople(),
    entraGroups: createEntraGroups(),
    machines: createMachines(options.now()),
    tenant: createTenant(options.tenant ?? 'classic'),
    faults: [],
    changes: new EventEmitter(),
  };
}
