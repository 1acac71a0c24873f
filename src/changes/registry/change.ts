import type { AdvancedFeatureChange } from '../advanced-features/advanced-feature-change.ts';
import type { GroupChange } from '../device-group/model/group-change.ts';
import type { ApprovalChannelChange } from '../own-settings/approval-channel-change.ts';
import type { SeveralChange } from '../several/several-change.ts';
import type { ApiChange } from '../supported/api-kinds.ts';

/** A change of one setting in Defender. */
export type TenantChange = AdvancedFeatureChange | GroupChange;

/** A change of one of Airlock's own settings. */
export type OwnChange = ApprovalChannelChange;

/** Any change that can be requested. */
export type Change = TenantChange | SeveralChange | OwnChange | ApiChange;
