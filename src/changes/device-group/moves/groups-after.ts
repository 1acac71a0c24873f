import type { DeviceGroup } from '../../device-group.ts';
import type { CreateGroup, GroupChange } from '../model/group-change.ts';
import { ranking } from '../model/ranking.ts';

/** The id of a group to create, as on the wire. */
export const NEW_GROUP_ID = -1;

/**
 * Gives the groups as they would be after the change: ranks renumbered from 1, the ungrouped devices last. If the group
 * to change is gone, nothing changes; if `before` is gone, it means last.
 */
export function groupsAfter(change: GroupChange, groups: readonly DeviceGroup[]): DeviceGroup[] {
  const ranked = ranking(groups);
  const ungrouped = groups.filter((group) => group.ungrouped);
  switch (change.kind) {
    case 'device-group.create':
      return numbered(inserted(ranked, created(change), change.before?.id), ungrouped);
    case 'device-group.update':
      return numbered(edited(ranked, change.group.id, change.set), ungrouped);
    case 'device-group.delete':
      return numbered(without(ranked, change.group.id), ungrouped);
    case 'device-group.rank': {
      const group = ranked.find(({ id }) => id === change.group.id);
      if (group === undefined) return numbered(ranked, ungrouped);
      return numbered(inserted(without(ranked, group.id), group, change.before?.id), ungrouped);
    }
    case 'ungrouped-devices':
      return numbered(
        ranked,
        ungrouped.map((group) => withSet(group, change.set)),
      );
  }
}

function created({ definition }: CreateGroup): DeviceGroup {
  return { id: NEW_GROUP_ID, rank: null, opaque: false, ungrouped: false, ...definition };
}

function without(ranked: readonly DeviceGroup[], id: number): DeviceGroup[] {
  return ranked.filter((group) => group.id !== id);
}

function inserted(ranked: readonly DeviceGroup[], group: DeviceGroup, before: number | undefined): DeviceGroup[] {
  const at = ranked.findIndex(({ id }) => id === before);
  const next = ranked[at];
  if (!ranked.some(({ rank }) => rank === null)) return next ? ranked.toSpliced(at, 0, group) : [...ranked, group];
  if (next === undefined) return [...ranked, { ...group, order: Number.POSITIVE_INFINITY }];
  if (next.order !== undefined) return ranked.toSpliced(at, 0, { ...group, order: next.order - 0.5 });
  return [...ranked.map(unplaced).with(at, { ...next, order: 1 })].toSpliced(at, 0, { ...group, order: 0 });
}

/** Beside a group of unknown place, all that is known is the order of these two. */
function unplaced({ order: _, ...group }: DeviceGroup): DeviceGroup {
  return group;
}

type Edit = { readonly [K in keyof CreateGroup['definition']]?: CreateGroup['definition'][K] | undefined };

function edited(ranked: readonly DeviceGroup[], id: number, set: Edit): DeviceGroup[] {
  return ranked.map((group) => (group.id === id ? withSet(group, set) : group));
}

function withSet(group: DeviceGroup, set: Edit): DeviceGroup {
  return {
    ...group,
    name: set.name ?? group.name,
    description: set.description ?? group.description,
    level: set.level ?? group.level,
    conditions: set.conditions ?? group.conditions,
    opaque: set.conditions === undefined && group.opaque,
    access: set.access ?? group.access,
  };
}

function numbered(ranked: readonly DeviceGroup[], ungrouped: readonly DeviceGroup[]): DeviceGroup[] {
  return [...ranked.map((group, at) => ({ ...group, rank: at + 1 })), ...ungrouped];
}
