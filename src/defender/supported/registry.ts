import type { ApiChange } from '../../changes/supported/api-kinds.ts';
import type { SupportedKindName } from '../../changes/supported/supported-kinds.ts';
import { antivirusScanKind } from './actions/antivirus-scan-kind.ts';
import { responseActionsKind } from './actions/response-actions-kind.ts';
import { alertsKind } from './alerts/alerts-kind.ts';
import { indicatorsKind } from './indicators/indicators-kind.ts';
import type { SupportedKind } from './supported-kind.ts';
import { deviceTagsKind } from './tags/device-tags-kind.ts';

/** Every kind of change that a supported API writes. */
const ROWS: { readonly [K in ApiChange['kind']]: SupportedKind<Extract<ApiChange, { kind: K }>> } = {
  'device-tags': deviceTagsKind,
  indicators: indicatorsKind,
  alerts: alertsKind,
  'antivirus-scan': antivirusScanKind,
  'response-actions': responseActionsKind,
};

/** The cast is sound: ROWS maps each kind to what is for exactly that kind. */
export function supportedKindOf<C extends ApiChange>(change: C): SupportedKind<C> {
  return ROWS[change.kind] as unknown as SupportedKind<C>;
}

/** The rows of these kinds; one that is not built yet has none. */
export function supportedRows(
  names: readonly SupportedKindName[],
): readonly Pick<SupportedKind, 'kind' | 'permissions'>[] {
  return Object.values(ROWS).filter(({ kind }) => names.includes(kind));
}
