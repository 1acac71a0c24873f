import type { WireGroup, World } from '../company/world.ts';
import { evaluateGroups } from './evaluate-groups.ts';

type Groups = readonly WireGroup[];
type ByMachine = ReadonlyMap<string, WireGroup>;

/** Lists of groups that were replaced, oldest first, and until when each held (milliseconds). */
const replaced = new WeakMap<World, { readonly groups: Groups; readonly until: number }[]>();

/** The groups of machines by the list of groups that they are evaluated by; lists are replaced, never changed. */
const evaluated = new WeakMap<World, { readonly habit: string; readonly byList: WeakMap<Groups, ByMachine> }>();

const MINUTE = 60_000;
/** In a tenant that lags, a device follows one hour to four hours later. */
const SOONEST = 60 * MINUTE;
const SPREAD = 180;

/** Replaces the list of groups at the current time. */
export function replaceGroups(world: World, groups: readonly WireGroup[]): void {
  const { tenant } = world;
  const now = world.now();
  const recent = (replaced.get(world) ?? []).filter(({ until }) => now - until <= SOONEST + SPREAD * MINUTE);
  replaced.set(world, [...recent, { groups: tenant.deviceGroups, until: now }]);
  tenant.deviceGroups = [...groups].sort((a, b) => a.Priority - b.Priority);
}

/**
 * Maps machine id -> the group in which Defender has it now; empty for a tenant without device groups. It is evaluated
 * again when the list of groups is replaced. In a tenant that lags, a device may still be in a group that is deleted.
 */
export function groupOf(world: World): ByMachine {
  const settled = byRules(world, world.tenant.deviceGroups);
  if (world.tenant.habit !== 'lagging') return settled;
  const current = new Map(world.tenant.deviceGroups.map((group) => [group.MachineGroupId, group]));
  const byMachine = new Map<string, WireGroup>();
  for (const { id } of world.machines) {
    const group = byRules(world, listFor(world, id)).get(id);
    if (group !== undefined) byMachine.set(id, current.get(group.MachineGroupId) ?? group);
  }
  return byMachine;
}

/** The list of groups that held when Defender last looked at this device. */
function listFor(world: World, id: string): Groups {
  const looked = world.now() - SOONEST - (Number.parseInt(id.slice(0, 6), 16) % SPREAD) * MINUTE;
  return replaced.get(world)?.find(({ until }) => until > looked)?.groups ?? world.tenant.deviceGroups;
}

function byRules(world: World, groups: Groups): ByMachine {
  const { habit } = world.tenant;
  const known = evaluated.get(world);
  const byList = known?.habit === habit ? known.byList : new WeakMap<Groups, ByMachine>();
  if (known?.habit !== habit) evaluated.set(world, { habit, byList });
  const found = byList.get(groups);
  if (found !== undefined) return found;
  const byId = new Map(groups.map((group) => [group.MachineGroupId, group]));
  const byMachine = new Map<string, WireGroup>();
  for (const [machineId, groupId] of evaluateGroups(world.machines, groups, habit)) {
    const group = byId.get(groupId);
    if (group !== undefined) byMachine.set(machineId, group);
  }
  byList.set(groups, byMachine);
  return byMachine;
}
