import type { AdvancedFeatureChange } from '../advanced-features/advanced-feature-change.ts';
import type { GroupChange } from '../device-group/model/group-change.ts';
import type { ApprovalChannelChange } from '../own-settings/approval-channel-change.ts';
import type { SettledEmergencyChange } from '../own-settings/settled-emergency-change.ts';
import type { SeveralChange } from '../several/several-change.ts';
import type { ApiChange } from '../supported/api-kinds.ts';

/** A change of one setting in Defender. */
export type TenantChange = AdvancedFeatureChange | GroupChange;

/** A change of one of Airlock's own settings, or of what it knows to be owed. */
export type OwnChange = ApprovalChannelChange | SettledEmergencyChange;

/** Any change that can be requested. */
export type Change = TenantChange | SeveralChange | OwnChange | ApiChange;
