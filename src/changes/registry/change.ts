import type { AdvancedFeatureChange } from '../advanced-features/advanced-feature-change.ts';
import type { GroupChange } from '../device-group/model/group-change.ts';
import type { ApprovalChannelChange } from '../own-settings/approval-channel-change.ts';
import type { SeveralChange } from '../several/several-change.ts';
import type { AntivirusScanChange } from '../supported/actions/antivirus-scan-change.ts';
import type { ResponseActionsChange } from '../supported/actions/response-actions-change.ts';
import type { AlertsChange } from '../supported/alerts/alert-entry.ts';
import type { IndicatorsChange } from '../supported/indicators/indicator-entry.ts';
import type { DeviceTagsChange } from '../supported/tags/tag-change.ts';

/** A change of one setting in Defender. */
export type TenantChange = AdvancedFeatureChange | GroupChange;

/** A change of one of Airlock's own settings. */
export type OwnChange = ApprovalChannelChange;

/** A change that Airlock writes by Microsoft's supported API, whatever the connector is. */
export type ApiChange =
  | DeviceTagsChange
  | AntivirusScanChange
  | ResponseActionsChange
  | IndicatorsChange
  | AlertsChange;

/** Any change that can be requested. */
export type Change = TenantChange | SeveralChange | OwnChange | ApiChange;
