import type { RemediationLevel } from '../../remediation-level.ts';
import type { GroupChange } from '../model/group-change.ts';
import { typedName } from './names.ts';

/**
 * What somebody writes who sees the level of a group in the portal: `device group "Lab" is at full`. A name that cannot
 * be typed is left to them.
 * @param group null for the ungrouped devices
 */
export function sightOfLevel(group: string | null, level: RemediationLevel): string {
  if (group === null) return `ungrouped devices are at ${level}`;
  return `device group ${typedName(group) ?? '...'} is at ${level}`;
}

/** The same for the group that a change is about. */
export function levelCommand(change: GroupChange, level: RemediationLevel): string {
  if (change.kind === 'ungrouped-devices') return sightOfLevel(null, level);
  return sightOfLevel(change.kind === 'device-group.create' ? change.definition.name : change.group.name, level);
}
