import { z } from 'zod';
import { t } from '../../../shared/language/worded.ts';
import { looksLike } from '../../../shared/name-keys.ts';
import type { DiffRow } from '../../change-kind.ts';
import type { DeviceGroup } from '../../device-group.ts';
import { type CreateGroup, GROUP_CHANGE_SCHEMAS } from '../model/group-change.ts';
import { areRanksUnread, unreadParts } from '../model/groups-in.ts';
import { ranking } from '../model/ranking.ts';
import { sameAccess, sameConditions } from '../model/same-rule.ts';
import { cannotFall } from '../risk/banners.ts';
import { FIELD_LABELS, FIELDS, fieldWords, placeWords } from '../words/field-words.ts';
import { quoted, typedName } from '../words/names.ts';
import { groupKind, nameObjects, placed, placedObject } from './group-kind.ts';
import { nameFaults, placeFaults, roomFaults } from './tenant-faults.ts';

const objects = z.object({
  /** The group that has the name, or a name that could be mistaken for it. */
  taken: z.object({ id: z.int(), name: z.string() }).nullable(),
  before: placedObject,
});

type Objects = z.infer<typeof objects>;

/** Creates a group at a place in the ranking. */
export const createGroup = groupKind<CreateGroup, Objects>({
  schema: GROUP_CHANGE_SCHEMAS['device-group.create'],
  objectsSchema: objects,

  title: ({ definition }) => t`Create device group ${definition.name}`,

  holds: ({ definition }) => nameObjects(definition.name),

  faults: ({ definition, before }, groups) => [
    ...roomFaults(groups),
    ...nameFaults(definition.name, groups, null),
    ...placeFaults(before, groups),
  ],

  reached: (change, groups) => createdIn(change, groups) !== null,

  already: ({ definition }) => t`Device group ${quoted(definition.name)} already exists, exactly as requested.`,

  objects({ definition, before }, groups) {
    const taken = groups.find((group) => !group.ungrouped && looksLike(group.name, definition.name));
    return { taken: taken ? { id: taken.id, name: taken.name } : null, before: placed(before, groups) };
  },

  diff({ definition, before }, { taken, before: found }, { target }): DiffRow[] {
    const fields = FIELDS.filter((field) => field !== 'name').map((field) => {
      return { label: FIELD_LABELS[field], from: '-', to: fieldWords(definition, field) ?? '-' };
    });
    const isGone = before !== null && found !== null && found.name === null;
    return [
      {
        label: t`Device group`,
        from: taken === null ? t`does not exist` : t`${taken.name} exists`,
        to: definition.name,
      },
      ...fields,
      { label: t`Rank`, from: isGone ? t`${before.name} is gone` : '-', to: target ? placeWords(target) : '-' },
    ];
  },

  touched: () => null,

  cannotLower: ({ definition }) => cannotFall(definition.level),

  needs: () => ['level', 'conditions', 'access'],

  stands: (change, groups) => leftIn(change, groups) !== null,

  inverse(change, _before, groups) {
    const group = leftIn(change, groups);
    if (group === null) return { why: t`The group that was created is not listed now.` };
    return { change: { kind: 'device-group.delete', group: { id: group.id, name: group.name } } };
  },

  instead({ definition }) {
    const name = typedName(definition.name);
    return name && `delete device group ${name}`;
  },
});

/** Finds the group with exactly this name, if it is as requested and at the requested place, both known. */
function createdIn({ definition, before }: CreateGroup, groups: readonly DeviceGroup[]): DeviceGroup | null {
  const found = standingIn({ definition }, groups);
  return found && unreadParts(found).length === 0 && isPlaced(found, before, groups) ? found : null;
}

/** The same as far as ranks are known: that of the group is lost with it when it is undone. */
function leftIn(change: CreateGroup, groups: readonly DeviceGroup[]): DeviceGroup | null {
  return areRanksUnread(groups) ? standingIn(change, groups) : createdIn(change, groups);
}

function isPlaced({ id }: DeviceGroup, before: CreateGroup['before'], groups: readonly DeviceGroup[]): boolean {
  const ranked = ranking(groups);
  const at = ranked.findIndex((group) => group.id === id);
  return (ranked[at + 1]?.id ?? null) === (before?.id ?? null);
}

/** The same wherever it stands. */
function standingIn(
  { definition }: Pick<CreateGroup, 'definition'>,
  groups: readonly DeviceGroup[],
): DeviceGroup | null {
  const found = ranking(groups).find((group) => group.name.trim() === definition.name.trim());
  if (found === undefined) return null;
  const isSame =
    found.description === definition.description &&
    found.level === definition.level &&
    !found.opaque &&
    sameConditions(found.conditions, definition.conditions) &&
    sameAccess(found.access, definition.access);
  return isSame ? found : null;
}
