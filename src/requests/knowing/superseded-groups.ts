import { sameAccess, sameConditions } from '../../changes/device-group/model/same-rule.ts';
import type { Condition, EntraGroupRef, GroupPart } from '../../changes/device-group.ts';
import { groupKey, ORDER_KEY } from '../../changes/knowledge/knowledge.ts';
import { asJson, type Json } from '../../shared/json.ts';
import { type KnownFacts, REMEMBERED_PARTS, type Reference, type RememberedPart } from './known-facts.ts';

/** How long a group that somebody made may be absent from the portal's own list, in ms. */
const LISTED_AFTER = 6 * 3_600_000;

/** A group as it was read, with all its settings where the connector reads them. */
export interface SeenGroup {
  readonly id: number;
  readonly name: string;
  readonly ungrouped: boolean;
  readonly settings?: {
    readonly description: string;
    readonly level: string;
    readonly conditions: readonly Condition[];
    readonly opaque: boolean;
    readonly access: readonly EntraGroupRef[];
  };
  /** The parts that could not be read. */
  readonly unread?: readonly GroupPart[];
}

/** What takes the place of something remembered: a value that was read, or nothing that is known. */
export interface Instead {
  readonly key: string;
  readonly value: Json;
  readonly forget?: true;
}

/**
 * What of the remembered groups a whole list shows otherwise: parts of groups, groups that are gone, and their order.
 * @param groups in rank order
 * @returns nothing where not every group was read with its settings
 */
export function otherwiseRead(groups: readonly SeenGroup[], known: KnownFacts, readAt: number): readonly Instead[] {
  if (groups.length === 0 || !groups.every(({ settings }) => settings !== undefined)) return [];
  return [
    ...groups.flatMap((group) => ofGroup(group, known)),
    ...ofGone(groups, known, readAt),
    ...ofOrder(groups, known),
  ];
}

type Values = NonNullable<SeenGroup['settings']>;

const SAME: Readonly<Record<RememberedPart, (a: Values, b: Values) => boolean>> = {
  level: (a, b) => a.level === b.level,
  description: (a, b) => a.description.trim() === b.description.trim(),
  conditions: (a, b) => sameConditions(a.conditions, b.conditions),
  access: (a, b) => sameAccess(a.access, b.access),
};

function ofGroup({ id, ungrouped, settings, unread = [] }: SeenGroup, known: KnownFacts): readonly Instead[] {
  const group = ungrouped ? 'ungrouped' : id;
  const remembered = known.group(group);
  return REMEMBERED_PARTS.flatMap((part): Instead[] => {
    const before = remembered[part];
    if (before === undefined || settings === undefined) return [];
    const key = groupKey(group, part);
    // A rule or level that Airlock cannot read is another one than what it wrote down.
    if (isUnreadable(part, settings)) return unread.includes(part) ? [] : [{ key, value: null, forget: true }];
    if (unread.includes(part)) return [];
    const isSame = SAME[part]({ ...settings, [part]: before.value }, settings);
    return isSame ? [] : [{ key, value: asJson(settings[part]) }];
  });
}

function isUnreadable(part: RememberedPart, { level, opaque }: Values): boolean {
  if (part === 'level') return level === 'unread' || level.startsWith('unknown:');
  return part === 'conditions' && opaque;
}

/** Of a name, only what was said long enough ago that the group would be listed. */
function ofGone(groups: readonly SeenGroup[], known: KnownFacts, readAt: number): readonly Instead[] {
  const ids = new Set(groups.filter(({ ungrouped }) => !ungrouped).map(({ id }) => id));
  const names = new Set(groups.map(({ name }) => name.trim()));
  const gone = known.keys().filter((key) => {
    const [, id, quoted] = /^group:(?:(\d+)|(".*")):\w+$/.exec(key) ?? [];
    if (id !== undefined) return !ids.has(Number(id));
    if (quoted === undefined || names.has(JSON.parse(quoted))) return false;
    const source = known.at(key)?.source;
    return source !== undefined && source.kind !== 'not-known' && readAt - source.at >= LISTED_AFTER;
  });
  return gone.map((key) => ({ key, value: null, forget: true }));
}

/** The remembered order, where the groups in it are in another one, or one of them is gone. */
function ofOrder(groups: readonly SeenGroup[], known: KnownFacts): readonly Instead[] {
  const order = known.order()?.value;
  const ranked = groups.filter(({ ungrouped }) => !ungrouped);
  if (order === undefined || groups.some(({ unread = [] }) => unread.includes('rank'))) return [];
  const places = order.map((one) => ranked.findIndex((group) => isMeant(group, one)));
  const isSame = places.every((place, at) => place >= 0 && (at === 0 || (places[at - 1] ?? -1) < place));
  return isSame ? [] : [{ key: ORDER_KEY, value: asJson(ranked.map(({ id }) => ({ id }))) }];
}

function isMeant({ id, name }: SeenGroup, one: Reference): boolean {
  return 'id' in one ? one.id === id : one.name === name.trim();
}
