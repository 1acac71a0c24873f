import type { WireGroup, World } from '../company/world.ts';
import { evaluateGroups } from './evaluate-groups.ts';

interface Evaluated {
  readonly groups: readonly WireGroup[];
  readonly byMachine: ReadonlyMap<string, WireGroup>;
}

const cache = new WeakMap<World, Evaluated>();

/**
 * Maps machine id -> the group that it is in now; empty for a tenant without device groups. It is evaluated again when
 * the list of groups is replaced.
 */
export function groupOf(world: World): ReadonlyMap<string, WireGroup> {
  const groups = world.tenant.deviceGroups;
  const known = cache.get(world);
  if (known?.groups === groups) return known.byMachine;
  const byId = new Map(groups.map((group) => [group.MachineGroupId, group]));
  const byMachine = new Map<string, WireGroup>();
  for (const [machineId, groupId] of evaluateGroups(world.machines, groups)) {
    const group = byId.get(groupId);
    if (group !== undefined) byMachine.set(machineId, group);
  }
  cache.set(world, { groups, byMachine });
  return byMachine;
}
