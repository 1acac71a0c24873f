import { asJson, canonical } from '../../../shared/json.ts';
import type { DeviceGroup } from '../../device-group.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import type { GroupChange } from '../model/group-change.ts';
import { areRanksUnread, areUnread } from '../model/groups-in.ts';
import { namesUnknownSystem } from '../model/os-names.ts';
import { type Earlier, previewMoves } from '../moves/devices-that-move.ts';
import { groupsAfter } from '../moves/groups-after.ts';
import type { MovePreview } from '../moves/move-preview.ts';
import { UNGROUPED } from '../words/names.ts';

/** What a change would do to a snapshot's devices, and the groups from which that was computed. */
export interface ChangePreview {
  readonly before: readonly DeviceGroup[];
  readonly after: readonly DeviceGroup[];
  readonly moves: MovePreview;
}

const known = new WeakMap<TenantSnapshot, Map<string, ChangePreview>>();

/** Which group takes the devices is nowhere known without the ranks of all. */
const NEEDS_RANKS: ReadonlySet<GroupChange['kind']> = new Set(['device-group.rank', 'device-group.delete']);

/**
 * Computes the preview once for each snapshot and change. Null if devices or groups were not read, or if groups were
 * read and the rule of none is known.
 */
export function previewOf(change: GroupChange, now: TenantSnapshot, earlier?: Earlier): ChangePreview | null {
  if (now.devices === undefined || now.groups === undefined) return null;
  if (areUnread(now.groups) && !isAnyRuleKnown(now.groups)) return null;
  if (areRanksUnread(now.groups) && NEEDS_RANKS.has(change.kind)) return null;
  const ofSnapshot = known.get(now) ?? new Map<string, ChangePreview>();
  known.set(now, ofSnapshot);
  const key = canonical(asJson({ change, ways: earlier?.ways ?? null, apart: [...(earlier?.apart ?? [])] }));
  const found = ofSnapshot.get(key);
  if (found !== undefined) return found;
  const before = now.groups.map((group) => asEvaluated(named(group), now));
  const after = groupsAfter(change, before).map((group) => asEvaluated(group, now));
  const preview = { before, after, moves: previewMoves(now.devices, before, after, earlier) };
  ofSnapshot.set(key, preview);
  return preview;
}

/** A rule with an operating system in words as typed, which a person picked, cannot be compared with devices. */
function asEvaluated(group: DeviceGroup, { byHand }: TenantSnapshot): DeviceGroup {
  return byHand === true && namesUnknownSystem(group.conditions) ? { ...group, opaque: true } : group;
}

function isAnyRuleKnown(groups: readonly DeviceGroup[]): boolean {
  return groups.some(({ ungrouped, opaque, conditions }) => !ungrouped && !opaque && conditions.length > 0);
}

/** Gives the ungrouped devices a name for readers of a preview; they have none on the wire. */
function named(group: DeviceGroup): DeviceGroup {
  return group.ungrouped ? { ...group, name: UNGROUPED } : group;
}
