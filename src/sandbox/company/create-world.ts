import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { createAdvancedFeatures } from './advanced-features.ts';
import { COMPANY } from './company.ts';
import { createDeviceGroups } from './device-groups.ts';
import { createEntraGroups } from './entra-groups.ts';
import { createMachines } from './machines.ts';
import { createPeople } from './people.ts';
import type { TenantKind, TenantState, World } from './world.ts';

export interface WorldOptions {
  /** The kind of tenant to simulate; `classic` when absent. */
  readonly tenant?: TenantKind;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** Waits so many milliseconds, until the signal aborts; a timer of Node when absent. */
  readonly wait?: World['wait'];
}

const timer: World['wait'] = (ms, signal) => setTimeout(ms, undefined, { signal });

/** Creates everything outside the bot, in its initial state. Two worlds share nothing. */
export function createWorld(options: WorldOptions): World {
  return {
    tenantId: COMPANY.tenantId,
    now: options.now,
    wait: options.wait ?? timer,
    people: createPeople(),
    entraGroups: createEntraGroups(),
    machines: createMachines(options.now()),
    tenant: createTenant(options.tenant ?? 'classic'),
    faults: [],
    changes: new EventEmitter(),
  };
}

/** Creates a tenant in its initial state. */
export function createTenant(kind: TenantKind): TenantState {
  const deviceGroups = createDeviceGroups(kind);
  return {
    kind,
    advancedFeatures: createAdvancedFeatures(kind),
    deviceGroups,
    nextGroupId: Math.max(0, ...deviceGroups.map((group) => group.MachineGroupId)) + 1,
    writes: [],
  };
}
