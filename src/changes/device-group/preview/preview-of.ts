import { asJson, canonical } from '../../../shared/json.ts';
import type { DeviceGroup } from '../../device-group.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import type { GroupChange } from '../model/group-change.ts';
import { areUnread } from '../model/groups-in.ts';
import { previewMoves } from '../moves/devices-that-move.ts';
import { groupsAfter } from '../moves/groups-after.ts';
import type { MovePreview } from '../moves/move-preview.ts';
import { groupName } from '../words/names.ts';

/** What a change would do to a snapshot's devices, and the groups on which that was worked out. */
export interface ChangePreview {
  readonly before: readonly DeviceGroup[];
  readonly after: readonly DeviceGroup[];
  readonly moves: MovePreview;
}

const known = new WeakMap<TenantSnapshot, Map<string, ChangePreview>>();

/**
 * Worked out once for a snapshot and a change, however often it is asked for; null where devices or groups were not
 * read, or the groups without their rules.
 */
export function previewOf(change: GroupChange, now: TenantSnapshot): ChangePreview | null {
  if (now.devices === undefined || now.groups === undefined || areUnread(now.groups)) return null;
  const ofSnapshot = known.get(now) ?? new Map<string, ChangePreview>();
  known.set(now, ofSnapshot);
  const key = canonical(asJson(change));
  const found = ofSnapshot.get(key);
  if (found !== undefined) return found;
  const before = now.groups.map(named);
  const after = groupsAfter(change, before);
  const preview = { before, after, moves: previewMoves(now.devices, before, after) };
  ofSnapshot.set(key, preview);
  return preview;
}

/** The ungrouped devices have no name on the wire; whoever reads a preview needs one. */
function named(group: DeviceGroup): DeviceGroup {
  return { ...group, name: groupName(group) };
}
