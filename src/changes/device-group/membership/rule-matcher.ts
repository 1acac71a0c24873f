import type { Condition, Device, DeviceGroup } from '../../device-group.ts';
import { isBlank } from '../model/fold.ts';
import type { Ways } from './assumptions.ts';
import { type Compared, comparedBy } from './compared-values.ts';
import { addPlace, emptyMask, type GroupMask, hasPlace, intersect, unite } from './group-mask.ts';
import { TextMatcher, type TextPattern } from './text-matcher.ts';

type Property = Condition['property'];

const PROPERTIES: readonly Property[] = ['name', 'domain', 'tag', 'os'];

/** Narrows a set of groups to those whose rows on one property a device meets, or that have no row on it. */
type Narrow = (device: Device, into: GroupMask) => void;

/**
 * The rules of groups, prepared once to match many devices in one pass. A group's place is its index in the list given.
 */
export class RuleMatcher {
  readonly #every: GroupMask;
  readonly #narrows: readonly Narrow[];
  readonly #isTaken: Compared['isTaken'];

  constructor(groups: readonly DeviceGroup[], ways: Ways) {
    const compared = comparedBy(ways);
    this.#every = emptyMask(groups.length);
    for (const [place, group] of groups.entries()) if (hasRule(group)) addPlace(this.#every, place);
    this.#narrows = PROPERTIES.flatMap((property) => narrowing(property, groups, compared));
    this.#isTaken = compared.isTaken;
  }

  /** Fills `matching`, a mask for this many groups, with the places of all groups whose rule the device meets. */
  match(device: Device, matching: GroupMask): void {
    if (!this.#isTaken(device)) {
      matching.fill(0);
      return;
    }
    matching.set(this.#every);
    for (const narrow of this.#narrows) narrow(device, matching);
  }
}

/**
 * Whether a group can take devices by its rule. The ungrouped devices cannot, nor a group whose rule Airlock cannot
 * read, nor one without conditions (blank ones do not count).
 */
export function hasRule(group: DeviceGroup): boolean {
  if (group.ungrouped || group.opaque) return false;
  return group.conditions.some((condition) => valuesOf(condition).length > 0);
}

function narrowing(property: Property, groups: readonly DeviceGroup[], compared: Compared): Narrow[] {
  const patterns = groups.flatMap((group, place) => patternsOf(group, property, place, compared));
  if (patterns.length === 0) return [];
  const indifferent = emptyMask(groups.length);
  for (let place = 0; place < groups.length; place++) addPlace(indifferent, place);
  for (const { place } of patterns) {
    if (hasPlace(indifferent, place)) indifferent[place >>> 5] = (indifferent[place >>> 5] ?? 0) ^ (1 << (place & 31));
  }
  const rows = { matcher: new TextMatcher(patterns, groups.length), indifferent, compared };
  if (property === 'name') return [byName(rows)];
  return [property === 'tag' ? byTags(rows) : byValue(rows, compared[property])];
}

interface Rows {
  readonly matcher: TextMatcher;
  /** The groups without a row on this property. */
  readonly indifferent: GroupMask;
  readonly compared: Compared;
}

/** Names differ from device to device, so nothing is kept. */
function byName({ matcher, indifferent, compared }: Rows): Narrow {
  const passed = indifferent.slice();
  return (device, into) => {
    passed.set(indifferent);
    matcher.collect(compared.ofDevice(compared.name(device)), passed);
    intersect(into, passed);
  };
}

/** Few domains and systems recur all over a tenant, so each is matched once. */
function byValue({ matcher, indifferent, compared }: Rows, read: (device: Device) => string): Narrow {
  const known = new Map<string, GroupMask>();
  return (device, into) => {
    const value = read(device);
    let mask = known.get(value);
    if (mask === undefined) {
      mask = indifferent.slice();
      matcher.collect(compared.ofDevice(value), mask);
      known.set(value, mask);
    }
    intersect(into, mask);
  };
}

/** One matching tag is enough. Tags recur, so each is matched once. */
function byTags({ matcher, indifferent, compared }: Rows): Narrow {
  const known = new Map<string, GroupMask>();
  const passed = indifferent.slice();
  const maskOf = (tag: string): GroupMask => {
    const found = known.get(tag);
    if (found !== undefined) return found;
    const mask = indifferent.slice();
    matcher.collect(compared.ofTag(tag), mask);
    known.set(tag, mask);
    return mask;
  };
  return (device, into) => {
    const tags = compared.tags(device);
    if (tags.length === 0) return intersect(into, indifferent);
    if (tags.length === 1) return intersect(into, maskOf(tags[0] ?? ''));
    passed.set(indifferent);
    for (const tag of tags) unite(passed, maskOf(tag));
    intersect(into, passed);
  };
}

function patternsOf(group: DeviceGroup, property: Property, place: number, compared: Compared): TextPattern[] {
  if (!hasRule(group)) return [];
  return group.conditions
    .filter((condition) => condition.property === property)
    .flatMap((condition): TextPattern[] => {
      const operator = condition.property === 'os' ? 'equals' : condition.operator;
      const values = valuesOf(condition);
      const asked = condition.property === 'os' ? values.flatMap(compared.systems) : values;
      return asked.map((value) => ({ operator, value: compared.ofRow(value), place }));
    });
}

function valuesOf(condition: Condition): readonly string[] {
  const values = condition.property === 'os' ? condition.values : [condition.value];
  return values.filter((value) => !isBlank(value));
}
