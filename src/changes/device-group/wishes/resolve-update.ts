import type { Fault } from '../../change-kind.ts';
import type { DeviceGroup } from '../device-group.ts';
import type { UpdateGroup } from '../group-change.ts';
import { sameConditions } from '../same-rule.ts';
import { conditionFaults, nameFaults } from '../tenant-faults.ts';
import { areUnread } from '../unread.ts';
import type { UpdateWish, WishFields } from '../wish.ts';
import { changedAccess } from './changed-access.ts';
import { findAccess } from './find-access.ts';
import { findGroup } from './find-group.ts';
import { readConditions } from './read-conditions.ts';
import { cleanDescription } from './read-description.ts';
import { levelNamed } from './read-level.ts';
import { cleanName } from './read-name.ts';
import type { GroupSnapshot, Resolution } from './resolution.ts';
import { writable } from './writable.ts';

type Set = UpdateGroup['set'];

/** A change of what is named and differs from what is there; everything else stays out of it. */
export function resolveUpdate({ group: wanted, fields }: UpdateWish, now: GroupSnapshot): Resolution<UpdateGroup> {
  const group = findGroup(wanted, now.groups);
  if ('why' in group) {
    const access = findAccess(
      fields.access ?? [],
      areUnread(now.groups) ? { inDirectory: now.entraGroups ?? [] } : now.access,
    );
    return { change: null, faults: [{ field: 'group', message: group.why }, ...access.faults] };
  }
  const { found } = group;
  const access = changedAccess(fields.access, found, now);
  const set: Set = { ...changedTexts(fields, found), ...access.set };
  const faults: Fault[] = [
    ...(set.name === undefined ? [] : nameFaults(set.name, now.groups, found.id)),
    ...(set.conditions === undefined ? [] : conditionFaults(found)),
    ...access.faults,
  ];
  return { change: { kind: 'device-group.update', group: { id: found.id, name: found.name }, set }, faults };
}

function changedTexts(fields: Partial<WishFields>, group: DeviceGroup): Set {
  const name = fields.name === undefined ? undefined : cleanName(fields.name);
  const description = fields.description === undefined ? undefined : cleanDescription(fields.description);
  const level = fields.level === undefined ? null : levelNamed(fields.level);
  const conditions = fields.conditions === undefined ? undefined : readConditions(fields.conditions).conditions;
  return {
    ...(name !== undefined && name !== cleanName(group.name) && { name }),
    ...(description !== undefined && description !== cleanDescription(group.description) && { description }),
    ...(level !== null && level !== group.level && { level }),
    ...(conditions !== undefined &&
      !sameConditions(conditions, group.conditions) && { conditions: writable(conditions) }),
  };
}
