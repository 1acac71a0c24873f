import type { DeleteGroup } from '../group-change.ts';
import type { DeleteWish } from '../wish.ts';
import { findGroup } from './find-group.ts';
import type { GroupSnapshot, Resolution } from './resolution.ts';

/** A group that is to go. */
export function resolveDelete({ group: wanted }: DeleteWish, now: GroupSnapshot): Resolution<DeleteGroup> {
  const group = findGroup(wanted, now.groups);
  if ('why' in group) return { change: null, faults: [{ field: 'group', message: group.why }] };
  const { id, name } = group.found;
  return { change: { kind: 'device-group.delete', group: { id, name } }, faults: [] };
}
