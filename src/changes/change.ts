import type { AdvancedFeatureChange } from './advanced-features/advanced-feature-change.ts';
import type { GroupChange } from './device-group/model/group-change.ts';
import type { ApprovalChannelChange } from './own-settings/approval-channel-change.ts';

/** Everything that can be asked for; the approval channel is Airlock's own, the rest is Defender's. */
export type Change = AdvancedFeatureChange | GroupChange | ApprovalChannelChange;
