import { recordWrite } from '../world/record-write.ts';
import type { WireGroup, World } from '../world/world.ts';
import { faultOfGroup, faultOfList } from './check-groups.ts';
import { describeGroupWrite } from './describe-group-write.ts';
import { changedKeys, toWireGroup, wireTime } from './to-wire-group.ts';
import type { SentGroup } from './wire-group.ts';

/** The stored form of a sent group: untouched as it was, changed or new with the time of now. */
function settle(world: World, group: WireGroup, before: WireGroup | undefined): WireGroup {
  if (before !== undefined && changedKeys(before, group).length === 0) return before;
  const MachineGroupId = before?.MachineGroupId ?? world.tenant.nextGroupId;
  return { ...group, MachineGroupId, OldMachineGroupId: null, LastUpdated: wireTime(world.now()) };
}

/**
 * Puts a whole list in the place of the stored one: an id of -1 is a new group, an id that is missing is deleted, the last writer wins
 * (there is no ETag). Returns why not, as one sentence, or undefined when it was done and recorded.
 */
export function putGroups(world: World, sent: readonly SentGroup[], by: string): string | undefined {
  const stored = world.tenant.deviceGroups;
  const byId = new Map(stored.map((group) => [group.MachineGroupId, group]));
  const groups = sent.map((group) => toWireGroup(group, world.entraGroups));
  const fault = faultOfList(groups, stored);
  if (fault !== undefined) return fault;
  const settled: WireGroup[] = [];
  for (const group of groups) {
    const before = byId.get(group.MachineGroupId);
    const after = settle(world, group, before);
    const wrong = after === before ? undefined : faultOfGroup(after, before, world.entraGroups);
    if (wrong !== undefined) return wrong;
    settled.push(after);
  }
  if (groups.some((group) => group.MachineGroupId === -1)) world.tenant.nextGroupId += 1;
  world.tenant.deviceGroups = settled.sort((a, b) => a.Priority - b.Priority);
  recordWrite(world, by, describeGroupWrite(stored, settled));
  return undefined;
}
