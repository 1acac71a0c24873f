import type { Condition, Device, DeviceGroup } from '../../device-group.ts';
import { foldCase, isBlank } from '../model/fold.ts';
import { addPlace, emptyMask, type GroupMask, hasPlace, intersect, nextPlace, unite } from './group-mask.ts';
import { TextMatcher, type TextPattern } from './text-matcher.ts';

/**
 * Narrows a set of groups to those whose conditions on one property a device meets. A group without conditions on the
 * property stays.
 */
export class PropertyFilter {
  readonly #indifferent: GroupMask;
  readonly #matcher: TextMatcher;
  readonly #known: Map<string, GroupMask> | undefined;
  readonly #passed: GroupMask;
  readonly #groups: number;

  /** @param recurring true if few distinct values are expected, so that each is matched only once and cached */
  constructor(indifferent: GroupMask, matcher: TextMatcher, groups: number, recurring: boolean) {
    this.#indifferent = indifferent;
    this.#matcher = matcher;
    this.#groups = groups;
    this.#known = recurring ? new Map() : undefined;
    this.#passed = emptyMask(groups);
  }

  /** One matching value is enough (a device can have several tags). */
  narrow(values: readonly string[], into: GroupMask): void {
    this.#passed.set(this.#indifferent);
    for (const value of values) this.#collect(value);
    intersect(into, this.#passed);
  }

  #collect(value: string): void {
    if (this.#known === undefined) {
      this.#matcher.collect(foldCase(value), this.#passed);
      return;
    }
    let mask = this.#known.get(value);
    if (mask === undefined) {
      mask = emptyMask(this.#groups);
      this.#matcher.collect(foldCase(value), mask);
      this.#known.set(value, mask);
    }
    unite(this.#passed, mask);
  }
}

type Property = Condition['property'];

/** How to read each property of a device, and whether to expect few distinct values in a tenant. */
const PROPERTIES: readonly { property: Property; recurring: boolean; read(device: Device): readonly string[] }[] = [
  { property: 'name', recurring: false, read: (device) => [device.name] },
  { property: 'domain', recurring: true, read: (device) => [device.domain] },
  { property: 'tag', recurring: true, read: (device) => device.tags },
  { property: 'os', recurring: true, read: (device) => [device.os] },
];

/**
 * The rules of a tenant's groups, prepared once to match many devices. A group that cannot take devices by a rule has
 * no place in the ranking: the ungrouped devices, a group without conditions (blank ones do not count), and an opaque
 * group.
 */
export class GroupIndex {
  readonly groups: readonly DeviceGroup[];
  /** Place in the ranking (0 is highest) -> index in `groups`. */
  readonly ranking: readonly number[];
  /** Index in `groups` of the ungrouped devices; -1 if the list lacks them. */
  readonly rest: number;
  readonly #everyPlace: GroupMask;
  readonly #filters: readonly { filter: PropertyFilter; read(device: Device): readonly string[] }[];

  constructor(groups: readonly DeviceGroup[]) {
    this.groups = groups;
    this.ranking = rankedIndexes(groups);
    this.rest = indexOfRest(groups);
    this.#everyPlace = this.emptySet();
    for (let place = 0; place < this.ranking.length; place++) addPlace(this.#everyPlace, place);
    this.#filters = this.#buildFilters();
  }

  /** Creates a set for `match` to fill. */
  emptySet(): GroupMask {
    return emptyMask(this.ranking.length);
  }

  /** Fills `matching` with the places of all groups whose rule the device meets. */
  match(device: Device, matching: GroupMask): void {
    matching.set(this.#everyPlace);
    for (const { filter, read } of this.#filters) filter.narrow(read(device), matching);
  }

  /** The index in `groups` of the group that takes a device with these matches; -1 if none does. */
  winner(matching: GroupMask): number {
    const place = nextPlace(matching, 0);
    return place === -1 ? this.rest : (this.ranking[place] ?? this.rest);
  }

  #buildFilters() {
    const size = this.ranking.length;
    return PROPERTIES.flatMap(({ property, recurring, read }) => {
      const patterns = this.ranking.flatMap((index, place) => patternsOf(this.groups[index], property, place));
      if (patterns.length === 0) return [];
      const asking = emptyMask(size);
      for (const { place } of patterns) addPlace(asking, place);
      const indifferent = emptyMask(size);
      for (let place = 0; place < size; place++) if (!hasPlace(asking, place)) addPlace(indifferent, place);
      return [{ filter: new PropertyFilter(indifferent, new TextMatcher(patterns, size), size, recurring), read }];
    });
  }
}

/** The groups with a usable rule, highest rank (lowest number) first; of equal ranks the lower id first. */
function rankedIndexes(groups: readonly DeviceGroup[]): number[] {
  const byRule = [...groups.entries()].filter(([, group]) => takesByRule(group));
  byRule.sort(([, a], [, b]) => {
    const rankA = a.rank ?? Number.MAX_VALUE;
    const rankB = b.rank ?? Number.MAX_VALUE;
    return rankA === rankB ? a.id - b.id : rankA - rankB;
  });
  return byRule.map(([index]) => index);
}

function takesByRule(group: DeviceGroup): boolean {
  if (group.ungrouped || group.opaque) return false;
  return PROPERTIES.some(({ property }) => patternsOf(group, property, 0).length > 0);
}

function indexOfRest(groups: readonly DeviceGroup[]): number {
  return groups.findIndex((group) => group.ungrouped);
}

function patternsOf(group: DeviceGroup | undefined, property: Property, place: number): TextPattern[] {
  const conditions = group?.conditions.filter((condition) => condition.property === property) ?? [];
  return conditions.flatMap((condition): TextPattern[] => {
    const values = condition.property === 'os' ? condition.values : [condition.value];
    const operator = condition.property === 'os' ? 'equals' : condition.operator;
    return values.filter((value) => !isBlank(value)).map((value) => ({ operator, value: foldCase(value), place }));
  });
}

/** Which group each device is in, according to the rules alone. */
export interface Membership {
  /**
   * For each device, in the order given, the index of its group in the list given; -1 if no group takes it (a list
   * without an ungrouped group).
   */
  readonly winners: Int32Array;
  /**
   * True if a group has a rule that cannot be evaluated. Such a group counts as matching nothing, so any winner may be
   * wrong.
   */
  readonly inexact: boolean;
}

/**
 * Assigns every device to the highest ranked group (lowest number; of equal ranks the lower id) whose rule it
 * satisfies, and the rest to the ungrouped group. Conditions on one property are joined by OR, properties by AND. Case
 * and blank values are ignored. A group without conditions takes nothing (learn: machine-groups). Takes time in
 * proportion to the text of devices plus rules.
 */
export function assign(devices: readonly Device[], groups: readonly DeviceGroup[]): Membership {
  const index = new GroupIndex(groups);
  const matching = index.emptySet();
  const winners = new Int32Array(devices.length);
  for (const [at, device] of devices.entries()) {
    index.match(device, matching);
    winners[at] = index.winner(matching);
  }
  return { winners, inexact: groups.some((group) => group.opaque) };
}
