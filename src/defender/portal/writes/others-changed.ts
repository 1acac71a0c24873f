import { asJson, canonical } from '../../../shared/json.ts';
import type { WireGroup } from '../read-groups.ts';

/** What Defender sets by itself, or reads from the directory: a difference there is nobody's change. */
const SET_BY_DEFENDER = ['LastUpdated', 'MachineCount', 'OldMachineGroupId', 'MachineGroupAssignments'];

/**
 * The groups that a read-back shows otherwise than the list that was sent, apart from the group that was written:
 * somebody else changed, made or deleted them at the same time (there is no ETag).
 * @param own the written group's id as the read-back shows it; null where it shows none.
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

/** All that somebody can have changed, as one text: null, absent and empty are the same. */
function traceOf(group: WireGroup): string {
  const access = (group.MachineGroupAssignments ?? [])
    .map(({ WcdAadGroup }) => WcdAadGroup.ObjectId.toLowerCase())
    .sort();
  const kept = Object.entries(group).filter(([key, value]) => !SET_BY_DEFENDER.includes(key) && !isEmpty(value));
  return canonical(asJson([Object.fromEntries(kept), access]));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
