import type { DeviceGroup } from '../../device-group.ts';
import { areRanksUnread } from './groups-in.ts';

/** The groups that have a rank, highest first; of equal ranks the lower id first, as Defender's rules are evaluated. */
export function ranking(groups: readonly DeviceGroup[]): readonly DeviceGroup[] {
  const rankOf = (group: DeviceGroup) => group.rank ?? Number.MAX_VALUE;
  return groups.filter((group) => !group.ungrouped).sort((a, b) => rankOf(a) - rankOf(b) || a.id - b.id);
}

/**
 * The groups right above and right below a group. Null at either end, for a group that does not exist, and if ranks
 * cannot be read.
 */
export interface Neighbours {
  readonly above: DeviceGroup | null;
  readonly below: DeviceGroup | null;
}

export function neighboursOf(groups: readonly DeviceGroup[], id: number): Neighbours {
  const ranked = ranking(groups);
  const at = ranked.findIndex((group) => group.id === id);
  if (at === -1 || areRanksUnread(groups)) return { above: null, below: null };
  return { above: ranked[at - 1] ?? null, below: ranked[at + 1] ?? null };
}
