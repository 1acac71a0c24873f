import type { AdvancedFeatureChange } from '../../../changes/advanced-features/advanced-feature-change.ts';
import { FEATURE_KEYS } from '../read-features.ts';
import type { WritePlan } from './write-plan.ts';

/** `POST SaveAdvancedFeaturesSetting` takes the whole settings object: everything as read, one key changed. */
export const advancedFeatureWrite: WritePlan<AdvancedFeatureChange> = {
  scopes: ['features'],
  encode: (change, reading) => ({
    method: 'POST',
    path: '/settings/SaveAdvancedFeaturesSetting',
    body: { ...reading.settings, [FEATURE_KEYS[change.feature]]: change.to === 'on' },
  }),
};
