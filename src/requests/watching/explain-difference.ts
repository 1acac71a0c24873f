import { isGroupChange } from '../../changes/device-group/kinds/group-kinds.ts';
import { type GroupChange, setBy, subjectOf } from '../../changes/device-group/model/group-change.ts';
import { UNGROUPED } from '../../changes/device-group/words/names.ts';
import type { Change } from '../../changes/registry/change.ts';
import { partsOf } from '../../changes/registry/kind-of.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { isShownAs } from '../../shared/name-keys.ts';
import type { OutcomeCode, Request } from '../record/request.ts';
import { type Difference, FIELDS, fieldOf, type GroupField, largeShift } from './compare-tenant.ts';
import type { OwnChange, ReckonedMoves } from './explained/own-changes.ts';
import type { WatchedGroup, WatchedTenant } from './watched.ts';

/** How long after a change devices may come to and leave groups, in ms. */
const MOVING = 24 * 3_600_000;

/**
 * Whether a request of Airlock asked for what differs now, and did not show before.
 * @param readAt when it was read, in ms since 1970
 */
export function isExplained(difference: Difference, all: readonly OwnChange[], readAt: number): boolean {
  const own = all.filter((one) => difference.kind === 'members' || !wasSeen(one, difference));
  const groups = own.flatMap(({ change }) => (isGroupChange(change) ? [change] : []));
  switch (difference.kind) {
    case 'feature':
      return own.some(
        ({ change }) =>
          change.kind === 'advanced-feature' && change.feature === difference.name && change.to === difference.to,
      );
    case 'appeared':
      return own.some((one) => isMadeBy(one, difference));
    case 'vanished':
      return groups.some((change) => change.kind === 'device-group.delete' && isAbout(change, difference.group));
    case 'renamed':
      return groups.some((change) => isAbout(change, difference.group) && setBy(change).name === difference.group.name);
    case 'field':
      return groups.some((change) => isAbout(change, difference.group) && isSame(change, difference));
    case 'order':
      return isOwnOrder(difference, groups);
    case 'members':
      return own.some((one) => {
        if (!isGroupChange(one.change) || !movesDevices(one.change)) return false;
        const isMade = subjectOf(one.change) === 'new' && setBy(one.change).name?.trim() === difference.group.name;
        const isOwn = isMade || isAbout(one.change, difference.group);
        const isMoving = (one.applied ?? one.until) >= readAt - MOVING;
        if (one.moves === null) return isOwn && isMoving;
        return (isOwn || isMoving) && isReckoned(difference, one.moves);
      });
  }
}

function wasSeen({ seen }: OwnChange, { kind }: Difference): boolean {
  return seen === 'all' || (seen === 'listed' && (kind === 'renamed' || kind === 'appeared' || kind === 'vanished'));
}

/** A request makes one group: one more of that name, after another that appeared since its approval, is none. */
function isMadeBy(
  { change, approved = Number.POSITIVE_INFINITY }: OwnChange,
  { group, namesakes }: Extract<Difference, { kind: 'appeared' }>,
): boolean {
  if (!isGroupChange(change) || subjectOf(change) !== 'new' || setBy(change).name !== group.name) return false;
  return !namesakes?.some((at) => at >= approved);
}

/** Whether all but a few of the devices that came or left are those that the change was reckoned to move there. */
function isReckoned({ group, from, to }: Extract<Difference, { kind: 'members' }>, moves: ReckonedMoves): boolean {
  const reckoned = named(moves[to > from ? 'to' : 'from'], group);
  return Math.abs(to - from) - reckoned - moves.others < largeShift(from);
}

/** Names are cut in what a card shows. */
function named(sums: ReadonlyMap<string, number>, { name, ungrouped }: WatchedGroup): number {
  const isOf = (shown: string) => (shown.endsWith('…') ? name.startsWith(shown.slice(0, -1)) : shown === name.trim());
  return [...sums].reduce(
    (sum, [shown, devices]) => sum + (isOf(shown) || (ungrouped && isRest(shown)) ? devices : 0),
    0,
  );
}

function isRest(shown: string): boolean {
  return shown === '' || shown.startsWith(UNGROUPED);
}

function movesDevices(change: GroupChange): boolean {
  return !['device-group.update', 'ungrouped-devices'].includes(change.kind) || setBy(change).conditions !== undefined;
}

/** Whether each group that was asked to be elsewhere is where it was asked to be, and the others are as before. */
function isOwnOrder({ from, to }: Extract<Difference, { kind: 'order' }>, groups: readonly GroupChange[]): boolean {
  const moved = groups.flatMap((change) => (change.kind === 'device-group.rank' ? [change] : []));
  const isMoved = (name: string) => moved.some(({ group }) => group.name === name);
  const others = (names: readonly string[]) => names.filter((name) => !isMoved(name)).join('\n');
  if (others(from) !== others(to)) return false;
  return moved.some(({ group, before }) => {
    const next = to.slice(to.indexOf(group.name) + 1).find((name) => name === before?.name || !isMoved(name));
    return to.includes(group.name) && next === before?.name;
  });
}

export function isAbout(change: GroupChange, group: { readonly id: number; readonly ungrouped: boolean }): boolean {
  const subject = subjectOf(change);
  if (subject === 'ungrouped') return group.ungrouped;
  return subject !== 'new' && subject.id === group.id;
}

/** Whether a group has a field as a change asked for it. */
export function isSame(
  change: GroupChange,
  { field, group }: Pick<Extract<Difference, { kind: 'field' }>, 'field' | 'group'>,
): boolean {
  const asked = setBy(change)[field];
  const found = fieldOf(group, field);
  if (field === 'description') return typeof found === 'string' && isShownAs(found, setBy(change).description ?? '\0');
  return asked !== undefined && found !== undefined && compared(field, asked) === compared(field, found);
}

/** Names of Entra groups may change, and their order and that of conditions means nothing. */
function compared(field: GroupField, value: unknown): string {
  if (!Array.isArray(value)) return canonical(asJson(value));
  const parts = field === 'access' ? value.map(({ id }) => String(id).toLowerCase()) : value;
  return parts
    .map((part) => canonical(asJson(part)))
    .sort()
    .join('\n');
}

export const WRITTEN: readonly OutcomeCode[] = ['written', 'found-later'];

/**
 * How the tenant was when Airlock wrote to it last: as it was last seen, with what requests wrote since and it does not
 * show now. So a change that somebody undid before this look differs, too.
 * @param requests newest first
 */
export function asWritten(before: WatchedTenant, now: WatchedTenant, requests: readonly Request[]): WatchedTenant {
  const written = requests.filter(({ outcome }) => {
    return outcome && WRITTEN.includes(outcome.code) && outcome.at >= before.readAt && outcome.at < now.readAt;
  });
  const oldestFirst = written.sort((one, other) => (one.outcome?.at ?? 0) - (other.outcome?.at ?? 0));
  const changes = oldestFirst.flatMap(({ change, number, outcome }) =>
    partsOf(change)
      .slice(0, change.kind === 'several' ? (outcome?.items?.parts ?? outcome?.items?.done) : undefined)
      .map((part) => ({ part, number })),
  );
  const seen = changes.reduce((tenant, { part, number }) => withChange(tenant, now, part, number), before);
  const made = (id: number) => id < UNNUMBERED;
  const isListed = (name: string) => now.groups.some((group) => group.name.trim() === name);
  return { ...seen, groups: seen.groups.filter(({ id, name }) => !made(id) || !isListed(name)) };
}

/** What a request made has the number of the request below this, until it is known by its own. */
const UNNUMBERED = -1_000;

function withChange(seen: WatchedTenant, now: WatchedTenant, change: Change, number: number): WatchedTenant {
  if (change.kind === 'advanced-feature') {
    const { feature, to } = change;
    return now.features[feature] === to ? seen : { ...seen, features: { ...seen.features, [feature]: to } };
  }
  if (!isGroupChange(change)) return seen;
  if (change.kind === 'device-group.rank') return { ...seen, groups: moved(seen.groups, change) };
  if (change.kind === 'device-group.create') return { ...seen, groups: withMade(seen.groups, change, number) };
  if (change.kind === 'device-group.delete') return without(seen, change);
  const set = (group: WatchedGroup) => (isMeant(change, group) ? withSet(group, now, change) : group);
  const gone = seen.gone?.map(({ group, next }) => ({ group: set(group), next }));
  return { ...seen, groups: seen.groups.map(set), ...(gone && { gone }) };
}

/** By its number, and one that a request made since by the name that it has. */
function isMeant(change: GroupChange, group: WatchedGroup): boolean {
  if (isAbout(change, group)) return true;
  return group.id < UNNUMBERED && 'group' in change && change.group.name.trim() === group.name;
}

function withMade(
  groups: readonly WatchedGroup[],
  { definition }: Extract<Change, { kind: 'device-group.create' }>,
  number: number,
): readonly WatchedGroup[] {
  const { name, description, level, conditions, access } = definition;
  const settings = { description, level, conditions, opaque: false, access };
  return [{ id: UNNUMBERED - number, name: name.trim(), ungrouped: false, settings }, ...groups];
}

/** One that is listed again after it was deleted appears anew. */
function without(seen: WatchedTenant, change: Extract<Change, { kind: 'device-group.delete' }>): WatchedTenant {
  const groups = seen.groups.filter((group) => !isMeant(change, group));
  const known = seen.known?.filter((id) => id !== change.group.id);
  const gone = seen.gone?.filter(({ group }) => !isMeant(change, group));
  return { ...seen, groups, ...(known && { known }), ...(gone && { gone }) };
}

function withSet(group: WatchedGroup, now: WatchedTenant, change: GroupChange): WatchedGroup {
  const set = setBy(change);
  const called = { ...group, name: set.name?.trim() ?? group.name };
  const found = now.groups.find(({ id }) => id === group.id);
  if (!found || !group.settings) return called;
  const undone = FIELDS.filter((field) => set[field] !== undefined && !isSame(change, { field, group: found }));
  const settings = Object.fromEntries(undone.map((field) => [field, set[field]]));
  return { ...called, settings: { ...group.settings, ...settings } };
}

function moved(
  groups: readonly WatchedGroup[],
  { group, before }: Extract<Change, { kind: 'device-group.rank' }>,
): readonly WatchedGroup[] {
  const one = groups.find(({ id }) => id === group.id);
  if (!one) return groups;
  const others = groups.filter(({ id }) => id !== group.id);
  const last = others.findIndex(({ ungrouped }) => ungrouped);
  const place = before === null ? last : others.findIndex(({ id }) => id === before.id);
  return place < 0 ? [...others, one] : others.toSpliced(place, 0, one);
}
