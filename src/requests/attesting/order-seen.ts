import { findGroup } from '../../changes/device-group/input/find-names.ts';
import { sightOfOrder } from '../../changes/device-group/words/level-command.ts';
import { quoted } from '../../changes/device-group/words/names.ts';
import type { DeviceGroup } from '../../changes/device-group.ts';
import { groupKey, ORDER_KEY } from '../../changes/knowledge/knowledge.ts';
import type { SeenPlace } from '../../changes/knowledge/sight.ts';
import { sourceOf } from '../../changes/knowledge/source-words.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { asJson } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import type { KnownFacts, Reference } from '../knowing/known-facts.ts';
import type { Seen, SeenIn } from './parts-seen.ts';

/** An order of groups, and whether it is what was said alone, or what was known with it. */
interface Merged {
  readonly order: readonly Reference[];
  readonly isMerged: boolean;
}

/**
 * The order of the groups that are named. Where more is known of the order, what is said is put into it, as far as
 * there is one way to do that; else the whole order is asked for, and what is known stays. Where nothing is, nothing is
 * known of the place of the others.
 */
export function orderSeen(names: readonly string[], now: TenantSnapshot, known: KnownFacts): SeenIn {
  const found = groupsNamed(names, now);
  if ('why' in found) return found;
  const what = t`Order of device groups: ${inOrder(found)}`;
  const before = knownOrder(now, known);
  const said = found.map(({ id }): Reference => ({ id }));
  const merged = isReadItself(found, now) ? { order: said, isMerged: false } : merge(said, before);
  if (merged === null) return askWhole(what, before, now);
  if (merged.isMerged && isEqual(merged.order, before)) return saidAlready(what, before, now);
  if (merged.isMerged) return [seen(t`${what}. The others stay as known`, merged, found, { now, known })];
  const isWhole = found.length === listedIn(now).length;
  return [seen(isWhole ? what : t`${what}. Of the other groups the place is not known`, merged, found, { now, known })];
}

/** One group's place beside another one, or by its number: the others stay as they are known. */
export function placeSeen(group: DeviceGroup, place: SeenPlace, now: TenantSnapshot, known: KnownFacts): SeenIn {
  return 'group' in place
    ? placeBeside(group, place, now, known)
    : placeByNumber(group, place.at === 'last' ? 'last' : place.rank, { now, known });
}

/**
 * One group's place by its number, or the last one: that says where it is only where the order of all others is known,
 * or where there is one other alone.
 */
function placeByNumber(group: DeviceGroup, rank: number | 'last', { now, known }: Reading): SeenIn {
  const all = listedIn(now).length;
  const what = rank === 'last' ? t`Rank of ${quoted(group.name)}: the last` : t`Rank of ${quoted(group.name)}: ${rank}`;
  if (group.ungrouped) return { why: t`The ungrouped devices have no rank.` };
  if (isReadItself([group], now))
    return [seen(what, { order: [{ id: group.id }], isMerged: false }, [group], { now, known })];
  const before = knownOrder(now, known);
  const others = listedIn(now).filter(({ id }) => id !== group.id);
  const rest = others.length === 1 ? others.map(({ id }) => ({ id })) : before.filter((one) => !isSame(one, group));
  const isWhole = others.every((one) => rest.some((other) => isSame(other, one)));
  if (rank !== 'last' && rank > Math.max(all, rest.length + 1))
    return { why: t`${what}: there are ${Math.max(all, rest.length + 1)} device groups with a rank.` };
  if (!isWhole)
    return {
      why: t`${what}: that does not say where each group is, since the order of the others is not known. Write the order of all groups, the first in rank first: ${sightOfOrder()}.`,
    };
  const order = rest.toSpliced(rank === 'last' ? rest.length : rank - 1, 0, { id: group.id });
  if (isEqual(order, before)) return saidAlready(what, before, now);
  return [seen(t`${what}. The others stay as known`, { order, isMerged: true }, [group], { now, known })];
}

function placeBeside(
  group: DeviceGroup,
  { at, group: name }: Extract<SeenPlace, { group: string }>,
  now: TenantSnapshot,
  known: KnownFacts,
): SeenIn {
  const found = groupsNamed([name], now);
  if ('why' in found) return found;
  const [other] = found;
  if (!other || group.ungrouped || other.id === group.id)
    return { why: t`A group has a place before or after another one alone.` };
  const pair = at === 'before' ? [group, other] : [other, group];
  const what =
    at === 'before'
      ? t`Rank of ${quoted(group.name)}: right before ${quoted(other.name)}`
      : t`Rank of ${quoted(group.name)}: right after ${quoted(other.name)}`;
  const before = knownOrder(now, known);
  if (before.length === 0 || isReadItself(pair, now)) {
    const order = pair.map(({ id }): Reference => ({ id }));
    return [
      seen(t`${what}. Of the other groups the place is not known`, { order, isMerged: false }, pair, { now, known }),
    ];
  }
  const rest = before.filter((one) => !isSame(one, group));
  const place = rest.findIndex((one) => isSame(one, other));
  if (place < 0) return askWhole(what, before, now);
  const order = rest.toSpliced(at === 'before' ? place : place + 1, 0, { id: group.id });
  if (isEqual(order, before)) return saidAlready(what, before, now);
  return [seen(t`${what}. The others stay as known`, { order, isMerged: true }, pair, { now, known })];
}

interface Reading {
  readonly now: TenantSnapshot;
  readonly known: KnownFacts;
}

function seen(what: string, { order, isMerged }: Merged, named: readonly DeviceGroup[], { now, known }: Reading): Seen {
  const before = knownOrder(now, known);
  const words = wordsOf(before, now);
  return {
    key: ORDER_KEY,
    value: asJson(order),
    what,
    before: before.length < 2 ? null : { words, isSame: isEqual(order, before) },
    source: sourceOf(now.sources, groupKey(named[0]?.id ?? 'ungrouped', 'rank')),
    ...(isMerged && { isMerged }),
  };
}

/** Airlock reads ranks where nothing else is known of how they are known. */
function isReadItself([first]: readonly DeviceGroup[], now: TenantSnapshot): boolean {
  return sourceOf(now.sources, groupKey(first?.id ?? 'ungrouped', 'rank')) === null;
}

function askWhole(what: string, before: readonly Reference[], now: TenantSnapshot): { readonly why: string } {
  return {
    why: t`${what}: that does not say where each group is in the order that is known, ${wordsOf(before, now)}. Write the order of all groups.`,
  };
}

function saidAlready(what: string, before: readonly Reference[], now: TenantSnapshot): { readonly why: string } {
  return { why: t`${what}: the order that is known says so already, ${wordsOf(before, now)}.` };
}

function isEqual(one: readonly Reference[], other: readonly Reference[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function groupsNamed(names: readonly string[], now: TenantSnapshot): readonly DeviceGroup[] | { readonly why: string } {
  const found: DeviceGroup[] = [];
  for (const name of names) {
    const one = findGroup({ name }, now.groups ?? [], now);
    if ('why' in one) return one;
    if (found.includes(one.found)) return { why: t`${quoted(one.found.name)} is named twice.` };
    found.push(one.found);
  }
  return found;
}

function listedIn({ groups = [] }: TenantSnapshot): readonly DeviceGroup[] {
  return groups.filter(({ ungrouped }) => !ungrouped);
}

/** The order that is known, of groups that are listed, and of those that are not yet. */
function knownOrder(now: TenantSnapshot, known: KnownFacts): readonly Reference[] {
  const listed = listedIn(now);
  return (known.order()?.value ?? []).flatMap((one): Reference[] => {
    const group = listed.find(({ id, name }) => ('id' in one ? id === one.id : name.trim() === one.name));
    if (group) return [{ id: group.id }];
    return 'name' in one ? [one] : [];
  });
}

/**
 * What is said, in what is known. Each group that is new in the order must have one place there: right beside one that
 * is named with it, or at an end of all.
 * @returns null where what is said contradicts the order of the others, or leaves open where they are
 */
function merge(said: readonly Reference[], before: readonly Reference[]): Merged | null {
  if (before.every((one) => has(said, one))) return { order: said, isMerged: false };
  const kept = said.filter((one) => has(before, one));
  const places = kept.map((one) => placeIn(before, one));
  if (kept.length === 0 || places.some((place, at) => place < (places[at - 1] ?? 0))) return null;
  let order = before;
  for (const [at, one] of said.entries()) {
    if (has(before, one)) continue;
    const [last, next] = [said[at - 1], said.slice(at + 1).find((other) => has(before, other))];
    const from = last ? placeIn(order, last) + 1 : 0;
    const to = next ? placeIn(order, next) : order.length;
    if (from !== to) return null;
    order = order.toSpliced(from, 0, one);
  }
  return { order, isMerged: true };
}

function has(order: readonly Reference[], one: Reference): boolean {
  return placeIn(order, one) >= 0;
}

function placeIn(order: readonly Reference[], one: Reference): number {
  return order.findIndex((other) => JSON.stringify(other) === JSON.stringify(one));
}

function isSame(one: Reference, { id }: DeviceGroup): boolean {
  return 'id' in one && one.id === id;
}

function wordsOf(order: readonly Reference[], now: TenantSnapshot): string {
  const named = order.flatMap((one) => ('name' in one ? [one] : listedIn(now).filter(({ id }) => id === one.id)));
  return inOrder(named);
}

function inOrder(groups: readonly { readonly name: string }[]): string {
  return groups.map(({ name }) => quoted(name)).join(', ');
}
