import { msg, t } from '../../../shared/language/worded.ts';
import { UNREADABLE_ACCESS } from '../../device-group.ts';
import { isRemediationLevel, type RemediationLevel } from '../../remediation-level.ts';
import type { GroupDefinition } from '../model/group-change.ts';
import type { GroupImage } from '../preview/group-base.ts';
import { accessWords, conditionWords } from '../words/field-words.ts';

/** The previous values of a group, if they can be written again. */
export type Restorable<T> = { readonly value: T } | { readonly why: string };

/** Why nothing is restored of a group that was not found when its change was asked for. */
export const UNKNOWN_BEFORE = msg`What the group was before is not known. Request what it should be as a separate change.`;

export function restorableLevel({ level }: GroupImage): Restorable<RemediationLevel> {
  if (isRemediationLevel(level)) return { value: level };
  const number = level.slice('unknown:'.length);
  return {
    why: t`It was at level ${number} before, which Airlock has no name for, so it cannot set it. Set that level in the Defender portal, or ask for one that has a name as a separate change.`,
  };
}

export function restorableConditions({ opaque, conditions }: GroupImage): Restorable<GroupDefinition['conditions']> {
  if (opaque) {
    return {
      why: t`The conditions were ${conditionWords(conditions, true)} before, so Airlock cannot write them. Set them in the Defender portal, or ask for others as a separate change.`,
    };
  }
  if (conditions.length === 0) {
    return {
      why: t`The group had no condition before, and Airlock asks for no such group. Take its conditions out in the Defender portal.`,
    };
  }
  return { value: conditions };
}

export function restorableAccess({ access }: GroupImage): Restorable<GroupDefinition['access']> {
  if (!access.some(({ id }) => id === UNREADABLE_ACCESS.id)) return { value: access };
  return {
    why: t`Access was ${accessWords(access)} before, which Airlock cannot give again. Give it in the Defender portal, or ask for other access as a separate change.`,
  };
}
