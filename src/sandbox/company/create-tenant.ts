import { createAdvancedFeatures } from './advanced-features.ts';
import { createDeviceGroups } from './device-groups.ts';
import type { TenantKind, TenantState } from './world.ts';

/** A tenant as it is before anybody changed anything. */
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
