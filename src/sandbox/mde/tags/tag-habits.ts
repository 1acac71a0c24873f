import type { Machine, World } from '../../company/world.ts';
import { replaceGroups } from '../../defender/group-of.ts';

/** How a tenant takes tags; a test or the page may alter it. */
export interface TagHabits {
  /** Milliseconds until a tag that was accepted is listed. */
  showsAfter: number;
  /** Ids of devices that a call for many leaves out, though it succeeds. */
  readonly leftOut: Set<string>;
  /** Ids of devices that are refused, with the reason. */
  readonly refused: Map<string, string>;
  /** Every tag that was accepted, the oldest first: one row a device. */
  readonly taken: { readonly id: string; readonly tag: string; readonly isSet: boolean }[];
}

interface Accepted {
  readonly at: number;
  readonly id: string;
  readonly tag: string;
  readonly isSet: boolean;
}

const habits = new WeakMap<World, TagHabits>();
const accepted = new WeakMap<World, Accepted[]>();

export function tagHabits(world: World): TagHabits {
  const known = habits.get(world) ?? { showsAfter: 0, leftOut: new Set(), refused: new Map(), taken: [] };
  habits.set(world, known);
  return known;
}

/** Takes a tag for these machines; they are listed with it once the tenant shows it. */
export function acceptTag(world: World, machines: readonly Machine[], tag: string, isSet: boolean): void {
  const at = world.now() + tagHabits(world).showsAfter;
  accepted.set(world, [...(accepted.get(world) ?? []), ...machines.map(({ id }) => ({ at, id, tag, isSet }))]);
  tagHabits(world).taken.push(...machines.map(({ id }) => ({ id, tag, isSet })));
  showAccepted(world);
}

/** Lists what was accepted long enough ago, and lets the groups be evaluated anew. */
export function showAccepted(world: World): void {
  const all = accepted.get(world) ?? [];
  const due = all.filter(({ at }) => at <= world.now());
  if (due.length === 0) return;
  const left = all.filter(({ at }) => at > world.now());
  accepted.set(world, left);
  const places = new Map(world.machines.map(({ id }, at) => [id, at]));
  for (const { id, tag, isSet } of due) {
    const at = places.get(id) ?? -1;
    const machine = world.machines[at];
    if (machine) world.machines[at] = { ...machine, machineTags: tagged(machine, tag, isSet) };
  }
  replaceGroups(world, [...world.tenant.deviceGroups]);
  world.changes.emit('change');
}

/** A tag of the registry comes back, whoever takes it away. */
function tagged({ machineTags, registryTag }: Machine, tag: string, isSet: boolean): readonly string[] {
  if (tag === registryTag) return machineTags;
  const others = machineTags.filter((one) => one !== tag);
  return isSet ? [...others, tag] : others;
}

/** A machine as the API answers with it at once: with the tag as asked. */
export function asAccepted(machine: Machine, tag: string, isSet: boolean): Machine {
  return { ...machine, machineTags: tagged(machine, tag, isSet) };
}
