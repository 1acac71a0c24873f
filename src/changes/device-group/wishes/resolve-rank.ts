import type { RankGroup } from '../group-change.ts';
import type { RankWish } from '../wish.ts';
import { findGroup } from './find-group.ts';
import { findPlace } from './find-place.ts';
import type { GroupSnapshot, Resolution } from './resolution.ts';

/** Another place for a group. */
export function resolveRank({ group: wanted, place }: RankWish, now: GroupSnapshot): Resolution<RankGroup> {
  const group = findGroup(wanted, now.groups);
  const before = findPlace(place, now.groups, 'found' in group ? group.found.id : null);
  const faults = [
    ...('why' in group ? [{ field: 'group', message: group.why }] : []),
    ...('why' in before ? [{ field: 'place', message: before.why }] : []),
  ];
  if ('why' in group || 'why' in before) return { change: null, faults };
  const { id, name } = group.found;
  return { change: { kind: 'device-group.rank', group: { id, name }, before: before.found }, faults };
}
