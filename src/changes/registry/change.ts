import type { AdvancedFeatureChange } from '../advanced-features/advanced-feature-change.ts';
import type { GroupChange } from '../device-group/model/group-change.ts';
import type { ApprovalChannelChange } from '../own-settings/approval-channel-change.ts';

/** What Defender keeps. */
export type TenantChange = AdvancedFeatureChange | GroupChange;

/** What Airlock keeps about itself. */
export type OwnChange = ApprovalChannelChange;

/** Everything that can be asked for. */
export type Change = TenantChange | OwnChange;
