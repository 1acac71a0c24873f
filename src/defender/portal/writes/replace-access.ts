import type { EntraGroupRef } from '../../../changes/device-group/device-group.ts';
import type { WireGroup } from '../read-groups.ts';

type Assignments = NonNullable<WireGroup['MachineGroupAssignments']>;

/** The assignments of a group that these Entra groups are to see: one that stays is kept as it is, new ones come last. */
export function replaceAccess(now: Readonly<Assignments>, wanted: readonly EntraGroupRef[]): Assignments {
  const ids = new Set(wanted.map(({ id }) => id.toLowerCase()));
  const kept = now.filter((assignment) => ids.has(idOf(assignment)));
  const held = new Set(kept.map(idOf));
  const added = wanted.filter(({ id }) => !held.has(id.toLowerCase()));
  return [...kept, ...added.map(({ id, name }) => ({ WcdAadGroup: { DisplayName: name, ObjectId: id } }))];
}

function idOf(assignment: Assignments[number]): string {
  return assignment.WcdAadGroup.ObjectId.toLowerCase();
}
