import { FEATURE_NAMES, type FeatureName } from '../../changes/features.ts';
import { asJson, canonical } from '../../shared/json.ts';
import type { WatchedGroup, WatchedTenant } from './watched.ts';

/** Milliseconds since 1970. */
type Moments = readonly number[];

/** A setting of a group besides its name. */
export type GroupField = Exclude<keyof NonNullable<WatchedGroup['settings']>, 'opaque'>;

/** One thing in which a tenant differs from how it was last seen. */
export type Difference =
  | { readonly kind: 'feature'; readonly name: FeatureName; readonly from: 'on' | 'off'; readonly to: 'on' | 'off' }
  /** `looks`: how many lists before did not show it; `namesakes`: when others of its name appeared; absent for none. */
  | { readonly kind: 'appeared'; readonly group: WatchedGroup; readonly looks: number; readonly namesakes?: Moments }
  /** `next`: the group below it in rank that is still listed; null for none, and where ranks cannot be read. */
  | { readonly kind: 'vanished'; readonly group: WatchedGroup; readonly next: WatchedGroup | null }
  | { readonly kind: 'renamed'; readonly group: WatchedGroup; readonly was: string }
  | { readonly kind: 'field'; readonly field: GroupField; readonly group: WatchedGroup; readonly was: WatchedGroup }
  | { readonly kind: 'order'; readonly from: readonly string[]; readonly to: readonly string[] }
  | { readonly kind: 'members'; readonly group: WatchedGroup; readonly from: number; readonly to: number };

export const FIELDS: readonly GroupField[] = ['description', 'level', 'conditions', 'access'];

/** Compares what could be read at both times. */
export function differences(before: WatchedTenant, now: WatchedTenant): readonly Difference[] {
  return [...features(before, now), ...groups(before, now), ...members(before, now)];
}

function features(before: WatchedTenant, now: WatchedTenant): readonly Difference[] {
  return FEATURE_NAMES.flatMap((name) => {
    const [from, to] = [before.features[name], now.features[name]];
    return from && to && from !== to ? [{ kind: 'feature', name, from, to } as const] : [];
  });
}

/**
 * Compares lists alone: a group that only devices name neither appears nor vanishes, and an empty list proves nothing,
 * since Microsoft Graph may not list the groups of this tenant at all. One that was listed before and is back did not
 * appear, and is compared with how it was then. The group of the ungrouped devices is always there; each way to read it
 * gives it a number and a name of its own.
 */
function groups(before: WatchedTenant, now: WatchedTenant): readonly Difference[] {
  if (!before.groups.some(isListed) || !now.groups.some(isListed)) return [];
  const known = new Set(before.known);
  const earlier = withReturned(before, now);
  const was = new Map(earlier.groups.map((group) => [group.id, group]));
  const is = new Map(now.groups.map((group) => [group.id, group]));
  return [
    ...now.groups.flatMap((group) => {
      const old = was.get(group.id);
      if (old) return changed(old, group);
      const isNew = !group.ungrouped && !group.reported && !known.has(group.id);
      if (!isNew) return [];
      const namesakes = namesakesOf(group, before);
      const found = { kind: 'appeared', group, looks: before.looks ?? 0 } as const;
      return [namesakes.length > 0 ? { ...found, namesakes } : found];
    }),
    ...before.groups
      .filter(({ id, ungrouped, reported }) => !ungrouped && !reported && !is.has(id))
      .map((group) => ({ kind: 'vanished', group, next: nextOf(group, before, is) }) as const),
    ...order(earlier, now),
  ];
}

/** As it was last seen, with what was not listed then and is now: each above the one that it stood above. */
function withReturned(before: WatchedTenant, now: WatchedTenant): WatchedTenant {
  const groups = [...before.groups];
  for (const { group, next } of [...(before.gone ?? [])].reverse()) {
    if (!now.groups.some(({ id }) => id === group.id) || groups.some(({ id }) => id === group.id)) continue;
    const place = groups.findIndex(({ id, ungrouped }) => (next === null ? ungrouped : id === next));
    groups.splice(place < 0 ? groups.length : place, 0, group);
  }
  return { ...before, groups };
}

function namesakesOf({ id, name }: WatchedGroup, { appeared = [] }: WatchedTenant): Moments {
  return appeared.filter((one) => one.id !== id && one.name === name).map(({ at }) => at);
}

function nextOf(
  gone: WatchedGroup,
  before: WatchedTenant,
  now: ReadonlyMap<number, WatchedGroup>,
): WatchedGroup | null {
  if (!before.groups.every(isRanked)) return null;
  const below = before.groups.slice(before.groups.findIndex(({ id }) => id === gone.id) + 1);
  const found = below.find(({ id, ungrouped }) => !ungrouped && now.has(id));
  return (found && now.get(found.id)) ?? null;
}

/** Where all settings are read, the ungrouped devices alone are a list, too. */
function isListed({ ungrouped, reported, settings }: WatchedGroup): boolean {
  return reported === undefined && (!ungrouped || settings !== undefined);
}

function changed(was: WatchedGroup, group: WatchedGroup): readonly Difference[] {
  const fields = FIELDS.filter((field) => {
    if (was.unread?.includes(field) || group.unread?.includes(field)) return false;
    const [from, to] = [fieldOf(was, field), fieldOf(group, field)];
    return from !== undefined && to !== undefined && canonical(asJson(from)) !== canonical(asJson(to));
  });
  return [
    ...(was.name === group.name || [was, group].some(({ reported, unread }) => reported || unread?.includes('name'))
      ? []
      : [{ kind: 'renamed', group, was: was.name } as const]),
    ...fields.map((field) => ({ kind: 'field', field, group, was }) as const),
  ];
}

/** A field of a group, of which a list may show the description alone. */
export function fieldOf({ settings, description }: WatchedGroup, field: GroupField) {
  return settings?.[field] ?? (field === 'description' ? description : undefined);
}

/** The ranks of the groups that are in both, where ranks can be read. */
function order(before: WatchedTenant, now: WatchedTenant): readonly Difference[] {
  if (!before.groups.every(isRanked) || !now.groups.every(isRanked)) return [];
  const both = new Set(before.groups.map(({ id }) => id).filter((id) => now.groups.some((group) => group.id === id)));
  const [from, to] = [before, now].map((seen) => seen.groups.filter(({ id }) => both.has(id)));
  const ids = (list: readonly WatchedGroup[] = []) => list.map(({ id }) => id).join(' ');
  if (ids(from) === ids(to)) return [];
  const names = (list: readonly WatchedGroup[] = []) => list.filter(({ ungrouped }) => !ungrouped).map((g) => g.name);
  return [{ kind: 'order', from: names(from), to: names(to) }];
}

function isRanked({ settings, unread }: WatchedGroup): boolean {
  return settings !== undefined && !unread?.includes('rank');
}

/** Fewer devices than these, and a smaller share than this, come and go every day. */
const LARGE = { devices: 5, share: 0.1 } as const;

/** From how many devices on a shift is large, in a group that had so many. */
export function largeShift(from: number): number {
  return Math.max(LARGE.devices, LARGE.share * from);
}

/** Large shifts of devices, between two counts. */
function members(before: WatchedTenant, now: WatchedTenant): readonly Difference[] {
  const [was, is] = [before.members, now.members];
  if (!was || !is || was.at === is.at) return [];
  const earlier = withReturned(before, now).groups;
  return now.groups
    .filter(({ id }) => earlier.some((group) => group.id === id))
    .map((group) => ({ group, from: was.counts[group.id] ?? 0, to: is.counts[group.id] ?? 0 }))
    .filter(({ from, to }) => Math.abs(to - from) >= largeShift(from))
    .map((shift) => ({ kind: 'members', ...shift }));
}
