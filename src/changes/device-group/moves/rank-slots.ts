import type { DeviceGroup } from '../../device-group.ts';
import { rankedEntries } from '../membership/group-index.ts';
import { sameConditions } from '../model/same-rule.ts';

/** A group's place in one order that holds the ranking before a change and the one after it. */
export interface Slot {
  readonly group: DeviceGroup;
  /** Index in the list before the change, and after it; -1 if this slot has no part in that ranking. */
  readonly before: number;
  readonly after: number;
}

/**
 * Merges the rankings before and after a change into one order of which both are parts, highest rank first. A group
 * with the same rule and place in both has one slot, any other one for each ranking. So one search finds what a device
 * matches before and after.
 */
export function rankSlots(before: readonly DeviceGroup[], after: readonly DeviceGroup[]): readonly Slot[] {
  const [was, will] = [rankedEntries(before), rankedEntries(after)];
  const twins = new Twins(was, will);
  const slots: Slot[] = [];
  let [at, to] = [0, 0];
  while (at < was.length || to < will.length) {
    const [old, next] = [was[at], will[to]];
    if (old !== undefined && next !== undefined && old[1].id === next[1].id && !twins.areApart(old[1].id)) {
      slots.push({ group: old[1], before: old[0], after: next[0] });
      [at, to] = [at + 1, to + 1];
    } else if (old !== undefined && (next === undefined || twins.goesFirst(old[1].id, next[1].id))) {
      twins.tellApart(old[1].id);
      slots.push({ group: old[1], before: old[0], after: -1 });
      at++;
    } else if (next !== undefined) {
      twins.tellApart(next[1].id);
      slots.push({ group: next[1], before: -1, after: next[0] });
      to++;
    }
  }
  return slots;
}

type Entries = ReturnType<typeof rankedEntries>;

/** Which groups need a slot for each ranking: another rule, only one ranking, or a place beyond that of others. */
class Twins {
  readonly #places: readonly ReadonlyMap<number, number>[];
  readonly #apart: Set<number>;

  constructor(was: Entries, will: Entries) {
    const rules = new Map(was.map(([, group]) => [group.id, group]));
    const kept = new Set(will.filter(([, group]) => hasSameRule(rules.get(group.id), group)).map(([, { id }]) => id));
    this.#places = [was, will].map((entries) => new Map(entries.map(([, { id }], place) => [id, place])));
    this.#apart = new Set([...was, ...will].filter(([, { id }]) => !kept.has(id)).map(([, { id }]) => id));
  }

  areApart(id: number): boolean {
    return this.#apart.has(id);
  }

  tellApart(id: number): void {
    this.#apart.add(id);
  }

  /** Of two groups in the way of each other, the one that moves farther is told apart, and one that is already goes. */
  goesFirst(old: number, next: number): boolean {
    if (this.#apart.has(old)) return true;
    return !this.#apart.has(next) && this.#distance(old) > this.#distance(next);
  }

  #distance(id: number): number {
    const [before = 0, after = 0] = this.#places.map((places) => places.get(id) ?? 0);
    return Math.abs(before - after);
  }
}

function hasSameRule(a: DeviceGroup | undefined, b: DeviceGroup): boolean {
  if (a === undefined || a.opaque !== b.opaque || a.ungrouped !== b.ungrouped) return false;
  return a.conditions === b.conditions || sameConditions(a.conditions, b.conditions);
}
