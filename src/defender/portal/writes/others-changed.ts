import { asJson, canonical } from '../../../shared/json.ts';
import { assignedTo } from '../reading/read-groups.ts';
import { asItCame, type WireGroup } from './odd-parts.ts';

/** What Defender sets itself or reads from the directory: a difference there is not a change by a person. */
const SET_BY_DEFENDER = ['LastUpdated', 'MachineCount', 'OldMachineGroupId', 'MachineGroupAssignments'];

/**
 * Finds the groups, except the one that was written, that differ between the list that was sent and its read-back.
 * Somebody else changed, created or deleted them at the same time (there is no ETag).
 * @param own the written group's id in the read-back; null if it is not there
 */
export function othersChanged(
  sent: readonly WireGroup[],
  shown: readonly WireGroup[],
  own: number | null,
): WireGroup[] {
  const before = new Map(sent.map((group) => [group.MachineGroupId, group]));
  const after = new Map(shown.map((group) => [group.MachineGroupId, group]));
  const ids = new Set([...before.keys(), ...after.keys()].filter((id) => id !== own && id >= 0));
  return [...ids].flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)];
    if (was && is && traceOf(was) === traceOf(is)) return [];
    return is ?? was ?? [];
  });
}

/** Everything that a person can change, as one text; null, absent and empty count as the same. */
function traceOf(group: WireGroup): string {
  const access = (group.MachineGroupAssignments ?? []).map((assignment) => assignedTo(assignment).id).sort();
  const kept = Object.entries(asItCame(group)).filter(
    ([key, value]) => !SET_BY_DEFENDER.includes(key) && !isEmpty(value),
  );
  return canonical(asJson([Object.fromEntries(kept), access]));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
