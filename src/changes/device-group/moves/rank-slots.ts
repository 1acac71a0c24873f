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
  const [placeBefore, placeAfter] = [placesOf(was), placesOf(will)];
  const apart = new Set([...was, ...will].filter(([, { id }]) => !isKept(id)).map(([, { id }]) => id));
  const slots: Slot[] = [];
  let [at, to] = [0, 0];
  while (at < was.length || to < will.length) {
    const [old, next] = [was[at], will[to]];
    if (old !== undefined && next !== undefined && old[1].id === next[1].id && !apart.has(old[1].id)) {
      slots.push({ group: old[1], before: old[0], after: next[0] });
      [at, to] = [at + 1, to + 1];
    } else if (old !== undefined && (next === undefined || isOldApart(old[1].id, next[1].id))) {
      apart.add(old[1].id);
      slots.push({ group: old[1], before: old[0], after: -1 });
      at++;
    } else if (next !== undefined) {
      apart.add(next[1].id);
      slots.push({ group: next[1], before: -1, after: next[0] });
      to++;
    }
  }
  return slots;

  function isKept(id: number): boolean {
    const old = was[placeBefore.get(id) ?? -1]?.[1];
    const next = will[placeAfter.get(id) ?? -1]?.[1];
    return old !== undefined && next !== undefined && hasSameRule(old, next);
  }

  /** Of two groups in the way of each other, the one that moves farther is told apart, and so is one without a twin. */
  function isOldApart(old: number, next: number): boolean {
    if (apart.has(old)) return true;
    if (apart.has(next)) return false;
    return distance(old) > distance(next);
  }

  function distance(id: number): number {
    return Math.abs((placeBefore.get(id) ?? 0) - (placeAfter.get(id) ?? 0));
  }
}

function placesOf(ranked: ReturnType<typeof rankedEntries>): Map<number, number> {
  return new Map(ranked.map(([, { id }], place) => [id, place]));
}

function hasSameRule(a: DeviceGroup, b: DeviceGroup): boolean {
  if (a.opaque !== b.opaque || a.ungrouped !== b.ungrouped) return false;
  return a.conditions === b.conditions || sameConditions(a.conditions, b.conditions);
}
