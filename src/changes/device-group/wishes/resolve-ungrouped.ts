import type { ChangeUngrouped } from '../group-change.ts';
import type { UngroupedWish } from '../wish.ts';
import { changedAccess } from './changed-access.ts';
import { levelNamed } from './read-level.ts';
import type { GroupSnapshot, Resolution } from './resolution.ts';

/** Level and access of the devices that no group takes. */
export function resolveUngrouped({ fields }: UngroupedWish, now: GroupSnapshot): Resolution<ChangeUngrouped> {
  const found = now.groups.find((group) => group.ungrouped);
  if (found === undefined) {
    const message = 'Defender did not list the ungrouped devices, so they cannot be changed now.';
    return { change: null, faults: [{ field: 'group', message }] };
  }
  const level = fields.level === undefined ? null : levelNamed(fields.level);
  const { set, faults } = changedAccess(fields.access, found, now);
  const changed = { ...(level !== null && level !== found.level && { level }), ...set };
  return { change: { kind: 'ungrouped-devices', set: changed }, faults };
}
