import type { AdvancedFeatureChange } from '../../../changes/advanced-features/advanced-feature-change.ts';
import { FEATURE_NAMES, feature } from '../../../changes/features.ts';
import type { Change, TenantChange } from '../../../changes/registry/change.ts';
import { tenantChange } from '../../tenant-change.ts';
import { known, type SettingsObject } from '../reading/read-features.ts';
import { deviceGroups } from './group-writes.ts';
import type { WritePlan } from './write-plan.ts';

/** `POST SaveAdvancedFeaturesSetting` takes the whole settings object: as it was read, with one key changed. */
const advancedFeatureWrite: WritePlan<AdvancedFeatureChange> = {
  scopes: ['features'],
  encode: (change, reading) => ({
    method: 'POST',
    path: '/settings/SaveAdvancedFeaturesSetting',
    body: { ...whole(reading.settings), [feature(change.feature).wireKey]: change.to === 'on' },
  }),
};

/**
 * The settings as they were read. Every tenant has the switches that are never built in: what lacks one is not the
 * whole object, and to send it back would reset what it lacks.
 */
function whole(settings: SettingsObject = {}): SettingsObject {
  const isWhole = FEATURE_NAMES.map(feature).every(({ builtIn, wireKey }) => builtIn !== null || wireKey in settings);
  return known(isWhole ? { success: true, data: settings } : { success: false }, 'advanced features');
}

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
