import type { Change } from '../../../changes/change.ts';
import { type TenantChange, tenantChange } from '../../tenant-change.ts';
import { advancedFeatureWrite } from './advanced-feature.ts';
import { deviceGroups } from './device-groups.ts';
import type { WritePlan } from './write-plan.ts';

const PLANS = {
  'advanced-feature': advancedFeatureWrite,
  'device-group.create': deviceGroups,
  'device-group.update': deviceGroups,
  'device-group.delete': deviceGroups,
  'device-group.rank': deviceGroups,
  'ungrouped-devices': deviceGroups,
} as const satisfies { [K in TenantChange['kind']]: WritePlan<Extract<Change, { kind: K }>> };

/** How a change is written. The cast is sound: PLANS maps each kind to the plan of exactly that kind. */
export function writePlanOf<C extends Change>(change: C): WritePlan<C> {
  return PLANS[tenantChange(change).kind] as unknown as WritePlan<C>;
}
