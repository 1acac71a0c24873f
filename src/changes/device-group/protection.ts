import { isRemediationLevel, type LevelReading, REMEDIATION_LEVELS } from '../remediation-level.ts';

/** What a change of level does to a device; `unclear` where a level is not known by name, and so is never taken for safe. */
export type ProtectionEffect = 'same' | 'raised' | 'lowered' | 'unclear';

/** Compares the levels that hold for a device before and after; null where no group holds it. Equal readings mean the same level, known or not. */
export function protectionEffect(before: LevelReading | null, after: LevelReading | null): ProtectionEffect {
  if (before === after) return 'same';
  if (before === null || after === null || !isRemediationLevel(before) || !isRemediationLevel(after)) return 'unclear';
  return REMEDIATION_LEVELS.indexOf(after) > REMEDIATION_LEVELS.indexOf(before) ? 'lowered' : 'raised';
}
