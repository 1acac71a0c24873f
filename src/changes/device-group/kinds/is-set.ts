import type { DeviceGroup } from '../device-group.ts';
import type { UpdateGroup } from '../group-change.ts';
import { sameAccess, sameConditions } from '../same-rule.ts';
import { isUnread } from '../unread.ts';

/** Whether a group has every value that is to be set; letter by letter, but whatever the order of conditions and access. */
export function isSet(group: DeviceGroup | undefined, set: UpdateGroup['set']): boolean {
  if (group === undefined) return false;
  const { name, description, level, conditions, access } = set;
  return (
    (name === undefined || group.name.trim() === name.trim()) &&
    (description === undefined || group.description === description) &&
    (level === undefined || group.level === level) &&
    (conditions === undefined || (!group.opaque && sameConditions(group.conditions, conditions))) &&
    (access === undefined || (!isUnread(group) && sameAccess(group.access, access)))
  );
}
