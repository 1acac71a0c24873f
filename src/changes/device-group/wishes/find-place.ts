import type { DeviceGroup } from '../device-group.ts';
import { ranking } from '../ranking.ts';
import { areUnread } from '../unread.ts';
import type { WishPlace } from '../wish.ts';
import { type Found, findGroup } from './find-group.ts';

/** The group before which another is to stand; null for the last place. */
export type Before = { readonly id: number; readonly name: string } | null;

/**
 * Where a group is to stand among the others.
 * @param self the group that is ranked, null for one that is yet to be created
 */
export function findPlace(
  place: WishPlace | undefined,
  groups: readonly DeviceGroup[],
  self: number | null,
): Found<Before> {
  if (place === undefined || place.at === 'last') return { found: null };
  if (areUnread(groups) && place.at !== 'before') return { why: UNREAD };
  const others = ranking(groups).filter(({ id }) => id !== self);
  if (place.at === 'rank') return byRank(Number(place.rank.trim()), others);
  const other = findGroup(place.group, groups);
  if ('why' in other) return other;
  if (other.found.id === self) return { why: 'A group cannot stand before or after itself. Choose another group.' };
  if (areUnread(groups)) return { found: refOf(other.found) };
  const at = others.findIndex(({ id }) => id === other.found.id);
  return { found: refOf(others[place.at === 'before' ? at : at + 1]) };
}

const UNREAD = 'Ranks cannot be read with this connector. Say before which group it is to stand, or last.';

function byRank(rank: number, others: readonly DeviceGroup[]): Found<Before> {
  const last = others.length + 1;
  if (rank >= 1 && rank <= last) return { found: refOf(others[rank - 1]) };
  return { why: last === 1 ? 'The only rank is 1.' : `The rank must be a whole number from 1 to ${last}.` };
}

function refOf(group: DeviceGroup | undefined): Before {
  return group === undefined ? null : { id: group.id, name: group.name };
}
