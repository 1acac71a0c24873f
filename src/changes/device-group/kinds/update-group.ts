import { z } from 'zod';
import { say, t } from '../../../shared/language/worded.ts';
import type { DiffRow, Fault, Inverse } from '../../change-kind.ts';
import { type DeviceGroup, GROUP_PARTS } from '../../device-group.ts';
import { GROUP_CHANGE_SCHEMAS, type UpdateGroup } from '../model/group-change.ts';
import { type GroupImage, groupImage, imageOf } from '../preview/group-base.ts';
import { cannotFall } from '../risk/banners.ts';
import { FIELDS } from '../words/field-words.ts';
import { quoted } from '../words/names.ts';
import { groupKind, groupObject, isSet, nameObjects } from './group-kind.ts';
import { setRows } from './group-rows.ts';
import { restorableAccess, restorableConditions, restorableLevel, UNKNOWN_BEFORE } from './restorable.ts';
import { conditionFaults, groupFaults, nameFaults } from './tenant-faults.ts';

const objects = z.object({ group: groupImage.nullable() });

/** Changes some fields of a group; all others stay as they are. */
export const updateGroup = groupKind<UpdateGroup, z.infer<typeof objects>>({
  schema: GROUP_CHANGE_SCHEMAS['device-group.update'],
  objectsSchema: objects,

  title: ({ group }) => t`Change device group ${group.name}`,

  holds: ({ group, set }) => [groupObject(group.id), ...(set.name === undefined ? [] : nameObjects(set.name))],

  faults({ group, set }, groups): Fault[] {
    const found = find(groups, group.id);
    return [
      ...groupFaults(group, groups),
      ...(set.name === undefined ? [] : nameFaults(set.name, groups, group.id)),
      ...(set.conditions === undefined || found === undefined ? [] : conditionFaults(found)),
    ];
  },

  reached: ({ group, set }, groups) => isSet(find(groups, group.id), set),

  already: ({ group }) => t`Device group ${quoted(group.name)} is already as requested.`,

  objects: ({ group }, groups) => ({ group: imageIn(groups, group.id) }),

  diff: ({ set }, { group }): DiffRow[] => setRows(group, set, FIELDS),

  touched({ group, set }, before) {
    if (before.group === null || set.level === undefined) return null;
    return { group: quoted(group.name), opaque: before.group.opaque, from: before.group.level, to: set.level };
  },

  /** Names, descriptions and access do not move devices. */
  cannotLower: ({ set }) => set.conditions === undefined && cannotFall(set.level),

  needs: ({ set }) => GROUP_PARTS.filter((part) => part !== 'rank' && set[part] !== undefined),

  inverse({ group, set }, before, groups): Inverse {
    const now = find(groups, group.id);
    if (before.group === null || now === undefined) return { why: say(UNKNOWN_BEFORE) };
    return restoring(before.group, set, { id: now.id, name: now.name });
  },
});

function find(groups: readonly DeviceGroup[], id: number): DeviceGroup | undefined {
  return groups.find((group) => group.id === id && !group.ungrouped);
}

function imageIn(groups: readonly DeviceGroup[], id: number): GroupImage | null {
  const found = find(groups, id);
  return found === undefined ? null : imageOf(found);
}

/** The update that gives the changed fields, and no others, their old values. */
function restoring(was: GroupImage, set: UpdateGroup['set'], group: UpdateGroup['group']): Inverse {
  const level = set.level === undefined ? { value: undefined } : restorableLevel(was);
  if ('why' in level) return level;
  const conditions = set.conditions === undefined ? { value: undefined } : restorableConditions(was);
  if ('why' in conditions) return conditions;
  const access = set.access === undefined ? { value: undefined } : restorableAccess(was);
  if ('why' in access) return access;
  const old: UpdateGroup['set'] = {
    ...(set.name !== undefined && { name: was.name }),
    ...(set.description !== undefined && { description: was.description }),
    ...(level.value !== undefined && { level: level.value }),
    ...(conditions.value !== undefined && { conditions: conditions.value }),
    ...(access.value !== undefined && { access: access.value }),
  };
  return { change: { kind: 'device-group.update', group, set: old } };
}
