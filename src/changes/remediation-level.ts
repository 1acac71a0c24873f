import { msg, t } from '../shared/language/worded.ts';
import { wordedTable } from '../shared/language/worded-table.ts';

/**
 * Automation ("remediation") levels of a device group: how much is remediated without waiting for a person (learn:
 * automation-levels, manage-auto-investigation). This is the only order of strength, strongest first. The connectors
 * keep the numbers of the wire form.
 */
export const REMEDIATION_LEVELS = [
  'full',
  'semi-core-folders',
  'semi-non-temp-folders',
  'semi-all-folders',
  'none',
] as const;

export type RemediationLevel = (typeof REMEDIATION_LEVELS)[number];

/**
 * A level as read from a tenant. A number without a published name becomes `unknown:<number>`, which is shown as it is
 * and never written. `unread`: the connector cannot read it.
 */
export type LevelReading = RemediationLevel | `unknown:${number}` | 'unread';

/** The device-group wizard's words (learn: machine-groups, 2026-07); for core folders, those of the concept page. */
export const LEVEL_WORDS = wordedTable<Readonly<Record<RemediationLevel, string>>>({
  full: msg`Full remediation`,
  'semi-non-temp-folders': msg`Semi - approval for non-temporary folders`,
  'semi-core-folders': msg`Semi - approval for core folders`,
  'semi-all-folders': msg`Semi - approval for all folders`,
  none: msg`No automated response`,
});

/**
 * What a level does, in one line, and Microsoft's advice about it, if any (docs/facts/defender.md#remediation-levels,
 * docs/facts/defender.md#verdicts-and-levels).
 */
export const LEVEL_HELP: Readonly<Record<RemediationLevel, { readonly does: string; readonly advice: string | null }>> =
  {
    full: wordedTable({
      does: msg`Malicious files and processes are dealt with at once, without waiting for anybody.`,
      advice: msg`Recommended by Microsoft.`,
    }),
    'semi-core-folders': wordedTable({
      does: msg`What lies in folders of the operating system waits for approval; everywhere else it is dealt with at once.`,
      advice: null,
    }),
    'semi-non-temp-folders': wordedTable({
      does: msg`Only what lies in temporary folders is dealt with at once; all else waits for approval.`,
      advice: null,
    }),
    'semi-all-folders': wordedTable({ does: msg`Everything waits for approval.`, advice: null }),
    none: wordedTable({
      does: msg`Nothing is investigated, and live response to these devices fails, in the portal and by API.`,
      advice: msg`Not recommended by Microsoft.`,
    }),
  };

/** Whether a reading is a level with a known name. */
export function isRemediationLevel(reading: string): reading is RemediationLevel {
  return Object.hasOwn(LEVEL_WORDS, reading);
}

/** A level in words; a number without a name is shown as it is. */
export function levelWords(reading: LevelReading): string {
  if (isRemediationLevel(reading)) return LEVEL_WORDS[reading];
  return reading === 'unread' ? t`not known` : t`Unknown level (${reading.slice('unknown:'.length)})`;
}

/**
 * What a change of level does to a device's protection. `unclear`: a level has no known name, so the change is never
 * treated as safe.
 */
export type ProtectionEffect = 'same' | 'raised' | 'lowered' | 'unclear';

/**
 * Compares a device's levels before and after; null if it is in no group. Equal readings mean the same level, known or
 * not.
 */
export function protectionEffect(before: LevelReading | null, after: LevelReading | null): ProtectionEffect {
  if (before === after) return 'same';
  if (before === null || after === null || !isRemediationLevel(before) || !isRemediationLevel(after)) return 'unclear';
  return REMEDIATION_LEVELS.indexOf(after) > REMEDIATION_LEVELS.indexOf(before) ? 'lowered' : 'raised';
}
