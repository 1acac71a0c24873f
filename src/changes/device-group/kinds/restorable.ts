import { levelWords } from '../../level-words.ts';
import { isRemediationLevel, type RemediationLevel } from '../../remediation-level.ts';
import type { GroupImage } from '../base/group-image.ts';
import type { GroupDefinition } from '../group-change.ts';

/** What of a group as it was can be written again. */
export type Restorable<T> = { readonly value: T } | { readonly why: string };

export function restorableLevel({ level }: GroupImage): Restorable<RemediationLevel> {
  if (isRemediationLevel(level)) return { value: level };
  return { why: `The remediation level was ${levelWords(level)} before, which cannot be set.` };
}

export function restorableConditions({ opaque, conditions }: GroupImage): Restorable<GroupDefinition['conditions']> {
  if (opaque) return { why: 'The group had a rule before that Airlock cannot read, and so cannot write.' };
  if (conditions.length === 0) return { why: 'The group had no condition before, which cannot be asked for.' };
  return { value: conditions };
}
