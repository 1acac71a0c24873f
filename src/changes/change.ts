import type { AdvancedFeatureChange } from './advanced-features/advanced-feature-change.ts';

/** Everything that can be asked for. */
export type Change = AdvancedFeatureChange;
