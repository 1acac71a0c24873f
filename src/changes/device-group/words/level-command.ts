import type { RemediationLevel } from '../../remediation-level.ts';
import type { GroupChange } from '../model/group-change.ts';
import { typedName } from './names.ts';

/** A level as it is typed: one word that commands know. */
const TYPED: Readonly<Record<RemediationLevel, string>> = {
  full: 'full',
  'semi-core-folders': 'semi core folders',
  'semi-non-temp-folders': 'semi non-temp folders',
  'semi-all-folders': 'semi all folders',
  none: 'none',
};

/**
 * What somebody writes who sees the level of a group in the portal: `device group "Lab" is at full`. A name that cannot
 * be typed is left to them.
 * @param group null for the ungrouped devices
 */
export function sightOfLevel(group: string | null, level: RemediationLevel): string {
  if (group === null) return `ungrouped devices are at ${TYPED[level]}`;
  return `device group ${typedName(group) ?? '...'} is at ${TYPED[level]}`;
}

/** The same for the group that a change is about. */
export function levelCommand(change: GroupChange, level: RemediationLevel): string {
  if (change.kind === 'ungrouped-devices') return sightOfLevel(null, level);
  return sightOfLevel(change.kind === 'device-group.create' ? change.definition.name : change.group.name, level);
}
