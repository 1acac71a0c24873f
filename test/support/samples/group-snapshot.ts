import type { Device, DeviceGroup } from '../../../src/changes/device-group.ts';
import type { TenantSnapshot } from '../../../src/changes/tenant-snapshot.ts';

/** A Plan 2 tenant with these groups; devices are read only where they are given. */
export function groupSnapshot(
  groups: readonly DeviceGroup[],
  devices?: readonly Device[],
  fields: Partial<TenantSnapshot> = {},
): TenantSnapshot & { readonly groups: readonly DeviceGroup[] } {
  return { tenantId: 'tenant', readAt: 0, product: 'plan2', ...(devices && { devices }), ...fields, groups };
}
