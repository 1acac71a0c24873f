import { isGroupChange } from '../../changes/device-group/kinds/group-kinds.ts';
import { type GroupChange, setBy, subjectOf } from '../../changes/device-group/model/group-change.ts';
import type { Change } from '../../changes/registry/change.ts';
import { asJson, canonical } from '../../shared/json.ts';
import type { OutcomeCode, Request } from '../record/request.ts';
import { type Difference, FIELDS, type GroupField } from './compare-tenant.ts';
import type { WatchedGroup, WatchedTenant } from './watched.ts';

/** The part of a request that says what it may have done to a tenant. */
export interface OwnChange {
  readonly change: Request['change'];
  /** When it was last under way, in ms since 1970; infinity while it is. */
  readonly until: number;
}

/**
 * What approved requests may have done to the tenant since a time, whether or not they ended well. What was written and
 * not shown may show for as long as Airlock looks for it.
 */
export function ownChanges(requests: readonly Request[], since: number): readonly OwnChange[] {
  return requests
    .filter(({ approvals }) => approvals.length > 0)
    .map((request) => ({ change: request.change, until: lastUnderWay(request) }))
    .filter(({ until }) => until >= since);
}

function lastUnderWay({ state, closing, outcome }: Request): number {
  if (state === 'approved' || state === 'applying' || state === 'unknown') return Number.POSITIVE_INFINITY;
  const ended = outcome ?? closing;
  return ended?.watchedUntil ?? ended?.at ?? 0;
}

/** How long after a change devices may come to and leave groups besides its own, in ms. */
const MOVING = 24 * 3_600_000;

/** Whether a request of Airlock asked for what differs now. @param readAt when it was read, in ms since 1970 */
export function isExplained(difference: Difference, own: readonly OwnChange[], readAt: number): boolean {
  const groups = own.flatMap(({ change }) => (isGroupChange(change) ? [change] : []));
  switch (difference.kind) {
    case 'feature':
      return own.some(
        ({ change }) =>
          change.kind === 'advanced-feature' && change.feature === difference.name && change.to === difference.to,
      );
    case 'appeared':
      return groups.some((change) => subjectOf(change) === 'new' && setBy(change).name === difference.group.name);
    case 'vanished':
      return groups.some((change) => change.kind === 'device-group.delete' && isAbout(change, difference.group));
    case 'renamed':
      return groups.some((change) => isAbout(change, difference.group) && setBy(change).name === difference.group.name);
    case 'field':
      return groups.some((change) => isAbout(change, difference.group) && isSame(change, difference));
    case 'order':
      return isOwnOrder(difference, groups);
    case 'members':
      return own.some(({ change, until }) => {
        if (!isGroupChange(change) || !movesDevices(change)) return false;
        return isAbout(change, difference.group) || until >= readAt - MOVING;
      });
  }
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

function isAbout(change: GroupChange, group: { readonly id: number; readonly ungrouped: boolean }): boolean {
  const subject = subjectOf(change);
  if (subject === 'ungrouped') return group.ungrouped;
  return subject !== 'new' && subject.id === group.id;
}

/** Whether a group has a field as a change asked for it. */
function isSame(
  change: GroupChange,
  { field, group }: Pick<Extract<Difference, { kind: 'field' }>, 'field' | 'group'>,
): boolean {
  const asked = setBy(change)[field];
  const found = group.settings?.[field];
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

const WRITTEN: readonly OutcomeCode[] = ['written', 'found-later'];

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
  return oldestFirst.reduce((seen, { change }) => withChange(seen, now, change), before);
}

function withChange(seen: WatchedTenant, now: WatchedTenant, change: Change): WatchedTenant {
  if (change.kind === 'advanced-feature') {
    const { feature, to } = change;
    return now.features[feature] === to ? seen : { ...seen, features: { ...seen.features, [feature]: to } };
  }
  if (!isGroupChange(change)) return seen;
  if (change.kind === 'device-group.rank') return { ...seen, groups: moved(seen.groups, change) };
  const groups = seen.groups.map((group) => (isAbout(change, group) ? withSet(group, now, change) : group));
  return { ...seen, groups };
}

function withSet(group: WatchedGroup, now: WatchedTenant, change: GroupChange): WatchedGroup {
  const found = now.groups.find(({ id }) => id === group.id);
  if (!found || !group.settings) return group;
  const set = setBy(change);
  const undone = FIELDS.filter((field) => set[field] !== undefined && !isSame(change, { field, group: found }));
  const settings = Object.fromEntries(undone.map((field) => [field, set[field]]));
  return { ...group, settings: { ...group.settings, ...settings } };
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
