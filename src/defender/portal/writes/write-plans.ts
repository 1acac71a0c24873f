import type { AdvancedFeatureChange } from '../../../changes/advanced-features/advanced-feature-change.ts';
import { feature } from '../../../changes/features.ts';
import type { Change, TenantChange } from '../../../changes/registry/change.ts';
import { tenantChange } from '../../tenant-change.ts';
import { deviceGroups } from './group-writes.ts';
import type { WritePlan } from './write-plan.ts';

/** `POST SaveAdvancedFeaturesSetting` takes the whole settings object: as it was read, with one key changed. */
const advancedFeatureWrite: WritePlan<AdvancedFeatureChange> = {
  scopes: ['features'],
  encode: (change, reading) => ({
    method: 'POST',
    path: '/settings/SaveAdvancedFeaturesSetting',
    body: { ...reading.settings, [feature(change.feature).wireKey]: change.to === 'on' },
  }),
};

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
