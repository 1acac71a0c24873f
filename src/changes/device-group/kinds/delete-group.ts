import { z } from 'zod';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { DiffRow, Inverse } from '../../change-kind.ts';
import type { DeviceGroup } from '../../device-group.ts';
import { isRemediationLevel } from '../../remediation-level.ts';
import { type DeleteGroup, GROUP_CHANGE_SCHEMAS } from '../model/group-change.ts';
import { unreadParts } from '../model/groups-in.ts';
import { neighboursOf } from '../model/ranking.ts';
import { type GroupImage, groupImage, imageOf } from '../preview/group-base.ts';
import { FIELD_LABELS, FIELDS, fieldWords, placeWords } from '../words/field-words.ts';
import { quoted, typedName } from '../words/names.ts';
import { groupKind, groupObject, opaqueLevel } from './group-kind.ts';
import { restorableAccess, restorableConditions, restorableLevel, UNKNOWN_BEFORE } from './restorable.ts';
import { groupFaults } from './tenant-faults.ts';

const objects = z.object({
  group: groupImage.nullable(),
  /** Id of the group right below it, before which a revert puts it back; null if it was the last. */
  next: z.int().nullable(),
});

export const deleteGroup = groupKind<DeleteGroup, z.infer<typeof objects>>({
  schema: GROUP_CHANGE_SCHEMAS['device-group.delete'],
  objectsSchema: objects,

  title: ({ group }) => t`Delete device group ${group.name}`,

  holds: ({ group }) => [groupObject(group.id)],

  faults: ({ group }, groups) => groupFaults(group, groups),

  reached: ({ group }, groups) => groups.length > 0 && !groups.some(({ id }) => id === group.id),

  already: ({ group }) => t`Device group ${quoted(group.name)} is not listed now.`,

  objects({ group }, groups) {
    const found = groups.find(({ id }) => id === group.id);
    return { group: found ? imageOf(found) : null, next: neighboursOf(groups, group.id).below?.id ?? null };
  },

  diff({ group }, before, { place }): DiffRow[] {
    const was = before.group;
    if (was === null) return [{ label: t`Device group`, from: t`does not exist`, to: t`deleted` }];
    const words = FIELDS.filter((field) => field !== 'name' && !(field === 'description' && was.description === ''));
    return [
      { label: t`Device group`, from: was.name || group.name, to: t`deleted` },
      ...words.map((field) => ({ label: FIELD_LABELS[field], from: fieldWords(was, field) ?? '-', to: t`deleted` })),
      { label: t`Rank`, from: place ? placeWords(place) : '-', to: t`deleted` },
    ];
  },

  touched: (_change, { group }) => opaqueLevel(group),

  notes: [
    msg`The group is taken out of e-mail notification rules; a rule that has no other group is deleted with it. A revert does not bring those back.`,
  ],

  needs: () => ['level', 'conditions', 'access', 'rank'],

  instead: (_change, { group }) => group && madeAgain(group),

  inverse(_change, { group, next }, groups, { below = [] }): Inverse {
    if (group === null) return { why: say(UNKNOWN_BEFORE) };
    const ids = next === null ? [] : [next, ...below];
    const found = ids.flatMap((id) => groups.find((one) => one.id === id && !one.ungrouped) ?? []);
    return creating(group, found[0] ?? null);
  },
});

/** The command that makes the group again where all but its rank is known; it comes last, where it takes the least. */
function madeAgain(was: GroupImage): string | null {
  const { opaque, level, conditions, access } = was;
  const [name, description] = [typedName(was.name), typedName(was.description)];
  const values = conditions.flatMap((row) => {
    if (row.property === 'os') return row.values.map((system) => `os "${system}"`);
    const typed = typedName(row.value);
    return [typed && `${row.property} ${row.operator} ${typed}`];
  });
  const isKnown = unreadParts(was).every((part) => part === 'rank') && isRemediationLevel(level) && !opaque;
  if (!isKnown || access.length > 0 || values.length === 0 || values.includes(null) || !name) return null;
  const described = was.description === '' ? '' : ` description ${description}`;
  const line = `create device group ${name} level ${level} ${values.join(' and ')}${described} last`;
  return description === null || line.length > LINE_MAX ? null : line;
}

/** Longest command that is offered. */
const LINE_MAX = 400;

/** The change that creates the group again, under a new number. It becomes last if all groups below it are gone. */
function creating(was: GroupImage, below: DeviceGroup | null): Inverse {
  const level = restorableLevel(was);
  if ('why' in level) return level;
  const conditions = restorableConditions(was);
  if ('why' in conditions) return conditions;
  const access = restorableAccess(was);
  if ('why' in access) return access;
  const { name, description } = was;
  return {
    change: {
      kind: 'device-group.create',
      definition: { name, description, level: level.value, conditions: conditions.value, access: access.value },
      before: below === null ? null : { id: below.id, name: below.name },
    },
  };
}
