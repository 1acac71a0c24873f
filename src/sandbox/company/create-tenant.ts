import type { TenantKind, TenantState } from '../world.ts';
import { createAdvancedFeatures } from './advanced-features.ts';
import { createDeviceGroups } from './device-groups.ts';

/** A tenant as it is before anybody changed anything. */
export function createTenant(kind: TenantKind): TenantState {
  return { kind, advancedFeatures: createAdvancedFeatures(kind), deviceGroups: createDeviceGroups(kind), writes: [] };
}
