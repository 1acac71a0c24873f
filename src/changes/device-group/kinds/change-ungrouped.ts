import { z } from 'zod';
import { say, t } from '../../../shared/language/worded.ts';
import type { DiffRow, Fault, Inverse } from '../../change-kind.ts';
import type { DeviceGroup } from '../../device-group.ts';
import { type ChangeUngrouped, GROUP_CHANGE_SCHEMAS } from '../model/group-change.ts';
import { groupImage, imageOf } from '../preview/group-base.ts';
import { cannotFall } from '../risk/banners.ts';
import { UNGROUPED } from '../words/names.ts';
import { groupKind, isSet } from './group-kind.ts';
import { setRows } from './group-rows.ts';
import { restorableAccess, restorableLevel } from './restorable.ts';

const objects = z.object({ group: groupImage.nullable() });

/** Changes the level and access of the ungrouped devices; they have nothing else to change (learn: machine-groups). */
export const changeUngrouped = groupKind<ChangeUngrouped, z.infer<typeof objects>>({
  schema: GROUP_CHANGE_SCHEMAS['ungrouped-devices'],
  objectsSchema: objects,

  title: () => t`Change ungrouped devices`,

  holds: () => ['ungrouped-devices'],

  faults: (_change, groups): Fault[] =>
    find(groups) === undefined
      ? [{ field: 'group', message: t`Defender did not list the ungrouped devices, so they cannot be changed now.` }]
      : [],

  reached: ({ set }, groups) => isSet(find(groups), set),

  already: () => t`The ungrouped devices are already as requested.`,

  objects(_change, groups) {
    const found = find(groups);
    return { group: found ? imageOf(found) : null };
  },

  diff: ({ set }, { group }): DiffRow[] => setRows(group, set, ['level', 'access']),

  touched({ set }, { group }) {
    if (group === null || set.level === undefined) return null;
    return { group: say(UNGROUPED), opaque: false, from: group.level, to: set.level };
  },

  cannotLower: ({ set }) => cannotFall(set.level),

  needs: ({ set }) => (['level', 'access'] as const).filter((part) => set[part] !== undefined),

  inverse({ set }, { group }): Inverse {
    if (group === null)
      return {
        why: t`What the ungrouped devices were before is not known. Request what they should be as a separate change.`,
      };
    const level = set.level === undefined ? { value: undefined } : restorableLevel(group);
    if ('why' in level) return level;
    const access = set.access === undefined ? { value: undefined } : restorableAccess(group);
    if ('why' in access) return access;
    const old: ChangeUngrouped['set'] = {
      ...(level.value !== undefined && { level: level.value }),
      ...(access.value !== undefined && { access: access.value }),
    };
    return { change: { kind: 'ungrouped-devices', set: old } };
  },
});

function find(groups: readonly DeviceGroup[]): DeviceGroup | undefined {
  return groups.find((group) => group.ungrouped);
}
