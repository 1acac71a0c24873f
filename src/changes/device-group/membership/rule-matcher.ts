import type { Condition, Device, DeviceGroup } from '../../device-group.ts';
import { isBlank } from '../model/fold.ts';
import type { Ways } from './assumptions.ts';
import { type Compared, comparedBy } from './compared-values.ts';
import { addPlace, emptyMask, type GroupMask, intersect, unite } from './group-mask.ts';
import { TextMatcher, type TextPattern } from './text-matcher.ts';

type Property = Condition['property'];

/** The groups whose rows on one property a device meets, or that have no row on it. */
type Met = (device: Device) => GroupMask;

/**
 * The rules of groups, prepared once to match many devices in one pass. A group's place is its index in the list given.
 */
export class RuleMatcher {
  readonly #isTaken: Compared['isTaken'];
  /** Fills a set with the groups that the name leaves. */
  readonly #byName: (device: Device, into: GroupMask) => void;
  readonly #byDomainAndOs: Met;
  readonly #byTags: Met;

  /** @param prepared those of the same groups, if other ways were tried on them before */
  constructor(groups: readonly DeviceGroup[], ways: Ways, prepared = new PreparedRows(groups)) {
    const compared = comparedBy(ways);
    const rows = (property: Property) => prepared.on(property, ways, compared);
    this.#isTaken = compared.isTaken;
    this.#byName = byName(rows('name'), compared);
    this.#byDomainAndOs = byPair(rows('domain'), rows('os'), compared, groups.length);
    this.#byTags = byTags(rows('tag'), compared);
  }

  /** Fills `matching`, a mask for this many groups, with the places of all groups whose rule the device meets. */
  match(device: Device, matching: GroupMask): void {
    if (!this.#isTaken(device)) {
      matching.fill(0);
      return;
    }
    this.#byName(device, matching);
    const others = this.#byDomainAndOs(device);
    const tags = this.#byTags(device);
    for (let word = 0; word < matching.length; word++) {
      matching[word] = (matching[word] ?? 0) & (others[word] ?? 0) & (tags[word] ?? 0);
    }
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

interface Rows {
  readonly matcher: TextMatcher;
  /** The groups with a rule that has no row on this property. */
  readonly indifferent: GroupMask;
}

/**
 * The rows of groups, prepared for each property: that takes long, and most ways differ in what of a device is compared
 * and not in the rows.
 */
export class PreparedRows {
  readonly #groups: readonly DeviceGroup[];
  readonly #every: GroupMask;
  readonly #rows = new Map<string, Rows>();

  constructor(groups: readonly DeviceGroup[]) {
    this.#groups = groups;
    this.#every = emptyMask(groups.length);
    for (const [place, group] of groups.entries()) if (hasRule(group)) addPlace(this.#every, place);
  }

  on(property: Property, ways: Ways, compared: Compared): Rows {
    const key = [property, ways.case, ...(property === 'os' ? [ways.os] : [])].join(' ');
    const rows = this.#rows.get(key) ?? rowsOn(property, this.#groups, this.#every, compared);
    this.#rows.set(key, rows);
    return rows;
  }
}

/** The rows of all groups on one property. */
function rowsOn(property: Property, groups: readonly DeviceGroup[], every: GroupMask, compared: Compared): Rows {
  const patterns = groups.flatMap((group, place) => patternsOf(group, property, place, compared));
  const asking = emptyMask(groups.length);
  for (const { place } of patterns) addPlace(asking, place);
  const indifferent = every.map((word, at) => word & ~(asking[at] ?? 0));
  return { matcher: new TextMatcher(patterns, groups.length), indifferent };
}

/** Names differ from device to device, so nothing is kept. */
function byName({ matcher, indifferent }: Rows, compared: Compared): (device: Device, into: GroupMask) => void {
  return (device, into) => {
    into.set(indifferent);
    matcher.collect(compared.ofDevice(compared.name(device)), into);
  };
}

/** Few domains and systems recur all over a tenant, so each is matched once. */
function byValue(
  { matcher, indifferent }: Rows,
  read: (device: Device) => string,
  comparable: Compared['ofDevice'],
): Met {
  const known = new Map<string, GroupMask>();
  return (device) => {
    const value = read(device);
    let mask = known.get(value);
    if (mask === undefined) {
      mask = indifferent.slice();
      matcher.collect(comparable(value), mask);
      known.set(value, mask);
    }
    return mask;
  };
}

/** How many pairs of a domain and a system are kept at most: 5 MB with 2,000 groups. */
const MOST_PAIRS = 20_000;

/** What both of the few domains and the few systems leave, which is looked for and intersected once for each pair. */
function byPair(domains: Rows, systems: Rows, compared: Compared, groups: number): Met {
  const byDomain = byValue(domains, compared.domain, compared.ofDevice);
  const byOs = byValue(systems, compared.os, compared.ofDevice);
  const known = new Map<string, Map<string, GroupMask>>();
  const unkept = emptyMask(groups);
  let kept = 0;
  return (device) => {
    const [domain, os] = [compared.domain(device), compared.os(device)];
    const ofDomain = known.get(domain);
    const found = ofDomain?.get(os);
    if (found !== undefined) return found;
    const both = kept++ < MOST_PAIRS ? emptyMask(groups) : unkept;
    intersect(both, byDomain(device), byOs(device));
    if (both === unkept) return both;
    if (ofDomain) ofDomain.set(os, both);
    else known.set(domain, new Map([[os, both]]));
    return both;
  };
}

/** One matching tag is enough. Tags recur, so each is matched once. */
function byTags({ matcher, indifferent }: Rows, compared: Compared): Met {
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
  return (device) => {
    const tags = compared.tags(device);
    if (tags.length === 0) return indifferent;
    if (tags.length === 1) return maskOf(tags[0] ?? '');
    passed.set(indifferent);
    for (const tag of tags) unite(passed, maskOf(tag));
    return passed;
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
