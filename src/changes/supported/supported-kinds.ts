import { msg, say, t } from '../../shared/language/worded.ts';

/** The kinds of change that Microsoft's supported APIs write, by their names in CHANGE_KINDS and in stored changes. */
export const SUPPORTED_KINDS = ['device-tags', 'antivirus-scan', 'response-actions', 'indicators', 'alerts'] as const;

export type SupportedKindName = (typeof SUPPORTED_KINDS)[number];

/** How a sentence calls what such a kind changes. */
const SUPPORTED_WORDS: Readonly<Record<SupportedKindName, string>> = {
  'device-tags': msg`Tags of devices`,
  'antivirus-scan': msg`Antivirus scans`,
  'response-actions': msg`Response actions on devices`,
  indicators: msg`Indicators`,
  alerts: msg`Alerts`,
};

/** Why a change of a kind that is off cannot be asked for, in a sentence. */
export function switchedOff(kind: SupportedKindName): string {
  return t`${say(SUPPORTED_WORDS[kind])} are switched off in this Airlock. Whoever operates it can switch them on: CHANGE_KINDS.`;
}
