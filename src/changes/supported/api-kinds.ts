import type { ChangeKind } from '../change-kind.ts';
import { type AntivirusScanChange, antivirusScanChange } from './actions/antivirus-scan-change.ts';
import { type ResponseActionsChange, responseActionsChange } from './actions/response-actions-change.ts';
import type { AlertsChange } from './alerts/alert-entry.ts';
import { alertsChange } from './alerts/alerts-change.ts';
import type { IndicatorsChange } from './indicators/indicator-entry.ts';
import { indicatorsChange } from './indicators/indicators-change.ts';
import { deviceTagsChange } from './tags/device-tags-change.ts';
import type { DeviceTagsChange } from './tags/tag-change.ts';

/** A change that Airlock writes by Microsoft's supported API, whatever the connector is. */
export type ApiChange =
  | DeviceTagsChange
  | AntivirusScanChange
  | ResponseActionsChange
  | IndicatorsChange
  | AlertsChange;

/** The rules of each kind of change that a supported API writes. */
export const API_KINDS = {
  'device-tags': deviceTagsChange,
  indicators: indicatorsChange,
  alerts: alertsChange,
  'antivirus-scan': antivirusScanChange,
  'response-actions': responseActionsChange,
} as const satisfies { [K in ApiChange['kind']]: ChangeKind<Extract<ApiChange, { kind: K }>> };

/** Whether a change is written by Microsoft's supported API, whatever the connector is. */
export function isApiChange(change: { readonly kind: string }): change is ApiChange {
  return Object.hasOwn(API_KINDS, change.kind);
}
