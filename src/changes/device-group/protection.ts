import type { LevelReading, RemediationLevel } from '../remediation-level.ts';

/** What a change of level does to a device; `unclear` where a level is not known by name, and so is never taken for safe. */
export type ProtectionEffect = 'same' | 'raised' | 'lowered' | 'unclear';

/**
 * How much is remediated without waiting for a person: `core` holds back what lies in system folders only, `non-temp` all but
 * what lies in temporary folders (learn: manage-auto-investigation).
 */
const STRENGTH: Readonly<Record<RemediationLevel, number>> = {
  full: 4,
  'semi-core-folders': 3,
  'semi-non-temp-folders': 2,
  'semi-all-folders': 1,
  none: 0,
};

/** Compares the levels that hold for a device before and after; null where no group holds it. Equal readings mean the same level, known or not. */
export function protectionEffect(before: LevelReading | null, after: LevelReading | null): ProtectionEffect {
  if (before === after) return 'same';
  if (!isKnown(before) || !isKnown(after)) return 'unclear';
  return STRENGTH[after] < STRENGTH[before] ? 'lowered' : 'raised';
}

function isKnown(level: LevelReading | null): level is RemediationLevel {
  return level !== null && Object.hasOwn(STRENGTH, level);
}
