import type { AdvancedFeatureChange } from './advanced-features/advanced-feature-change.ts';
import type { GroupChange } from './device-group/group-change.ts';

/** Everything that can be asked for. */
export type Change = AdvancedFeatureChange | GroupChange;
