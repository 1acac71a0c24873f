import { t } from '../../../shared/language/worded.ts';
import type { GroupPart } from '../../device-group.ts';
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

/** What somebody writes for a form to say so; null for a name that cannot be typed. @param group null as above */
export function sightFormOf(group: string | null): string | null {
  if (group === null) return 'what I see of ungrouped devices';
  const name = typedName(group);
  return name === null ? null : `what I see of device group ${name}`;
}

/** What a person can tell of a group besides its level and rank, where Airlock cannot read it. */
export type ToldPart = 'conditions' | 'access' | 'description';

const TOLD: Readonly<Record<ToldPart, string>> = {
  conditions: 'tag equals "finance" and os Windows 11',
  access: 'access everybody',
  description: 'description "Test machines"',
};

/** An example of what somebody writes who sees such a part in the portal: `device group "Lab" has access everybody`. */
export function sightOfPart(group: string | null, part: ToldPart): string {
  return group === null
    ? `ungrouped devices have ${TOLD[part]}`
    : `device group ${typedName(group) ?? '...'} has ${TOLD[part]}`;
}

/** The same for the order of all groups. The names are made up, so that nobody sends them as they stand. */
export function sightOfOrder(): string {
  return 'device groups are in the order "first in rank", "second", "third"';
}

/** The same for the place of a group beside another one, whose name is made up. */
export function sightOfPlace(group: string): string {
  return `device group ${typedName(group) ?? '...'} has rank before "second"`;
}

/** How to make a part of a group known. @param group null for the ungrouped devices */
export function howToTellPart(group: string | null, part: GroupPart): string {
  if (part === 'name') return '';
  if (part === 'rank') return t`If you see the order in the portal, write it with all groups, so: ${sightOfOrder()}`;
  const example = part === 'level' ? sightOfLevel(group, 'full') : sightOfPart(group, part);
  return t`If you see it in the portal, write what you see, for example: ${example}`;
}

/** The same for the group that a change is about. */
export function levelCommand(change: GroupChange, level: RemediationLevel): string {
  if (change.kind === 'ungrouped-devices') return sightOfLevel(null, level);
  return sightOfLevel(change.kind === 'device-group.create' ? change.definition.name : change.group.name, level);
}
