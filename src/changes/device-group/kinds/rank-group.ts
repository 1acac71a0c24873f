import { z } from 'zod';
import { t } from '../../../shared/language/worded.ts';
import type { DiffRow, Fault, Inverse } from '../../change-kind.ts';
import type { DeviceGroup } from '../../device-group.ts';
import { GROUP_CHANGE_SCHEMAS, type RankGroup } from '../model/group-change.ts';
import { areRanksUnread } from '../model/groups-in.ts';
import { neighboursOf, ranking } from '../model/ranking.ts';
import { groupImage, imageOf } from '../preview/group-base.ts';
import { placeWords } from '../words/field-words.ts';
import { quoted } from '../words/names.ts';
import { groupKind, groupObject, opaqueLevel, placed, placedObject } from './group-kind.ts';
import { groupFaults, placeFaults } from './tenant-faults.ts';

const objects = z.object({
  group: groupImage.nullable(),
  /** Id of the group right below it now; null if it is the last. */
  next: z.int().nullable(),
  before: placedObject,
});

/** Moves a group to another place in the ranking. */
export const rankGroup = groupKind<RankGroup, z.infer<typeof objects>>({
  schema: GROUP_CHANGE_SCHEMAS['device-group.rank'],
  objectsSchema: objects,

  title({ group, before }) {
    return before === null
      ? t`Rank device group ${group.name} last`
      : t`Rank device group ${group.name} before ${before.name}`;
  },

  holds: ({ group }) => [groupObject(group.id)],

  faults({ group, before }, groups): Fault[] {
    const itself =
      before?.id === group.id ? [{ field: 'place', message: t`A group cannot be placed before itself.` }] : [];
    return [...groupFaults(group, groups), ...placeFaults(before, groups), ...itself];
  },

  reached({ group, before }, groups) {
    if (areRanksUnread(groups)) return false;
    const isThere = ranking(groups).some(({ id }) => id === group.id);
    return isThere && nextOf(groups, group.id) === (before?.id ?? null);
  },

  already({ group, before }) {
    return before === null
      ? t`Device group ${quoted(group.name)} is already last.`
      : t`Device group ${quoted(group.name)} is already right before ${quoted(before.name)}.`;
  },

  objects({ group, before }, groups) {
    const found = groups.find(({ id }) => id === group.id);
    return {
      group: found ? imageOf(found) : null,
      next: nextOf(groups, group.id),
      before: placed(before, groups),
    };
  },

  diff({ before }, { before: found }, { place, target }): DiffRow[] {
    const isGone = before !== null && found !== null && found.name === null;
    const from = place ? placeWords(place) : t`does not exist`;
    const was = isGone ? t`${from}; ${quoted(before.name)} is gone` : from;
    return [{ label: t`Rank`, from: was, to: target ? placeWords(target) : '-' }];
  },

  touched: (_change, { group }) => opaqueLevel(group),

  needs: () => ['rank'],

  inverse({ group }, { next }, groups): Inverse {
    const now = groups.find(({ id }) => id === group.id);
    const below = next === null ? null : groups.find(({ id, ungrouped }) => id === next && !ungrouped);
    if (now === undefined || below === undefined) {
      return {
        why: t`The group that was right below it is gone, so its old place is unknown. Ask for a place as a separate change.`,
      };
    }
    const before = below === null ? null : { id: below.id, name: below.name };
    return { change: { kind: 'device-group.rank', group: { id: now.id, name: now.name }, before } };
  },
});

function nextOf(groups: readonly DeviceGroup[], id: number): number | null {
  return neighboursOf(groups, id).below?.id ?? null;
}
