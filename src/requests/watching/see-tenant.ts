import { type DeviceGroup, GROUP_PARTS } from '../../changes/device-group.ts';
import { FEATURE_NAMES } from '../../changes/features.ts';
import { featureKey, groupKey } from '../../changes/knowledge/knowledge.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { Services } from '../ports/services.ts';
import type { WatchedGroup, WatchedTenant } from './watched.ts';

/** How often devices are counted, in ms: the whole list takes many calls. */
const COUNT_EVERY = 60 * 60_000;

/**
 * Reads the tenant and keeps what was read of it. What is only remembered or reckoned is left out: it cannot differ by
 * anything that somebody did.
 * @param before how it was last seen; null for the first look
 * @throws AirlockError the tenant's errors
 */
export async function seeTenant(
  { tenant, clock }: Pick<Services, 'tenant' | 'clock'>,
  before: WatchedTenant | null,
): Promise<WatchedTenant> {
  const now = await readTwice(tenant, before);
  const groups = groupsOf(now, before?.groups ?? [], tenant.applies === 'automatically');
  const appeared = appearedIn(before, { readAt: now.readAt, groups });
  const known = [...(before?.known ?? before?.groups.map(({ id }) => id) ?? []), ...groups.map(({ id }) => id)];
  return {
    readAt: now.readAt,
    features: featuresOf(now),
    groups,
    known: [...new Set(known)],
    ...(appeared.length > 0 && { appeared }),
    looks: (before?.looks ?? 0) + (now.groupsLack === 'all' ? 0 : 1),
    members: (await count({ tenant, clock }, before)) ?? before?.members ?? null,
  };
}

/** How long it is remembered when a group appeared, in ms: as long as a request may wait for it. */
const APPEARED = 7 * 86_400_000;

function appearedIn(
  before: WatchedTenant | null,
  { readAt, groups }: Pick<WatchedTenant, 'readAt' | 'groups'>,
): NonNullable<WatchedTenant['appeared']> {
  if (!before) return [];
  const known = new Set(before.known ?? before.groups.map(({ id }) => id));
  const fresh = groups.filter(({ id, ungrouped, reported }) => !ungrouped && !reported && !known.has(id));
  const kept = (before.appeared ?? []).filter(({ at }) => at >= readAt - APPEARED);
  return [...kept, ...fresh.map(({ id, name }) => ({ id, name, at: readAt }))];
}

/**
 * What the next look compares with: what this one could not read is as it was last seen, or written since, so that a
 * part that is odd once hides no change.
 * @param before how it was last seen, with what requests wrote since
 */
export function withEarlier(now: WatchedTenant, before: WatchedTenant, isWhole: boolean): WatchedTenant {
  const gone = goneSince(before, now);
  const kept = { ...now, ...(gone.length > 0 && { gone, members: withCounts(now, before, gone) }) };
  const listed = [...before.groups, ...(before.gone ?? []).map(({ group }) => group)];
  const was = new Map(listed.map((group) => [group.id, group]));
  if (!isWhole) return { ...kept, groups: now.groups.map((group) => withDescription(group, was.get(group.id))) };
  const groups = now.groups.map((group) => {
    const old = was.get(group.id);
    return old ? withEarlierParts(group, old) : group;
  });
  return { ...kept, features: { ...before.features, ...now.features }, groups };
}

type Gone = NonNullable<WatchedTenant['gone']>;

/** What was listed and is not now: a group that a list lacks once is compared when it is back. */
function goneSince(before: WatchedTenant, now: WatchedTenant): Gone {
  const isGone = ({ id, ungrouped, reported }: WatchedGroup) =>
    !ungrouped && !reported && !now.groups.some((group) => group.id === id);
  const fresh = before.groups.flatMap((group, at) =>
    isGone(group) ? [{ group, next: before.groups.slice(at + 1).find(({ ungrouped }) => !ungrouped)?.id ?? null }] : [],
  );
  return [...(before.gone ?? []).filter(({ group }) => isGone(group)), ...fresh];
}

/** Devices of a group that is not listed count as they did then, so that a shift shows once it is back. */
function withCounts({ members }: WatchedTenant, before: WatchedTenant, gone: Gone): WatchedTenant['members'] {
  if (!members || !before.members) return members;
  const { counts } = before.members;
  const kept = gone.flatMap(({ group: { id } }) => (counts[id] === undefined ? [] : [[id, counts[id]] as const]));
  return { ...members, counts: { ...members.counts, ...Object.fromEntries(kept) } };
}

function withDescription(group: WatchedGroup, old: WatchedGroup | undefined): WatchedGroup {
  const isLost = group.description === undefined && old?.description !== undefined;
  return isLost ? { ...group, description: old.description } : group;
}

function withEarlierParts(group: WatchedGroup, old: WatchedGroup): WatchedGroup {
  const { unread = [], settings, ...rest } = group;
  if (!settings || !old.settings || unread.length === 0) return group;
  const found = unread.filter((part) => part !== 'rank' && !old.unread?.includes(part));
  const left = unread.filter((part) => !found.includes(part));
  const { opaque, ...parts } = old.settings;
  const earlier = Object.fromEntries(Object.entries(parts).filter(([part]) => found.some((one) => one === part)));
  return {
    ...rest,
    ...(found.includes('name') && { name: old.name }),
    settings: { ...settings, ...earlier, ...(found.includes('conditions') && { opaque }) },
    ...(left.length > 0 && { unread: left }),
  };
}

/**
 * Reads once more where a list lacks a group that it named before: one short list is no proof. Where the two differ,
 * the later one counts as a list with gaps.
 */
async function readTwice(tenant: Services['tenant'], before: WatchedTenant | null): Promise<TenantSnapshot> {
  const first = await tenant.read(['features', 'groups'], 'recent');
  const lacking = missingIn(first, before);
  if (lacking === '' || first.groupsLack !== undefined) return first;
  const again = await tenant.read(['features', 'groups'], 'recent');
  return missingIn(again, before) === lacking ? again : { ...again, groupsLack: again.groupsLack ?? 'some' };
}

/** The numbers of the groups that were listed before, and are not now. */
function missingIn({ groups = [] }: TenantSnapshot, before: WatchedTenant | null): string {
  const listed = (before?.groups ?? []).filter(({ ungrouped, reported }) => !ungrouped && !reported);
  return without(listed, groups)
    .map(({ id }) => id)
    .join(' ');
}

function featuresOf({ features = {}, sources = {} }: TenantSnapshot): WatchedTenant['features'] {
  const read = FEATURE_NAMES.flatMap((name) => {
    const state = features[name];
    return (state === 'on' || state === 'off') && !sources[featureKey(name)] ? [[name, state] as const] : [];
  });
  return Object.fromEntries(read);
}

/**
 * The groups as they are listed. Those that a list with gaps does not show stay as they were, and with an empty list
 * those that only devices name come after them.
 */
function groupsOf(now: TenantSnapshot, before: readonly WatchedGroup[], isWhole: boolean): readonly WatchedGroup[] {
  const { groups = [], groupsLack } = now;
  const was = new Map(before.map((group) => [group.id, group]));
  const read = groups.map((group) => groupOf(group, now, isWhole ? 'whole' : was.get(group.id)));
  if (groupsLack === undefined) return read;
  if (groupsLack === 'some') return withMissing(read, before);
  const named = read.map((group) => (group.ungrouped ? group : { ...group, reported: true as const }));
  return [...before, ...without(named, before)];
}

/** In the order of before, since where one that is not listed stands now is not known. */
function withMissing(read: readonly WatchedGroup[], before: readonly WatchedGroup[]): readonly WatchedGroup[] {
  if (without(before, read).length === 0) return read;
  const merged = before.map((group) => read.find(({ id }) => id === group.id) ?? group);
  return [...merged, ...without(read, before)];
}

function without<T extends { readonly id: number }>(
  list: readonly T[],
  others: readonly { readonly id: number }[],
): T[] {
  return list.filter(({ id }) => !others.some((other) => other.id === id));
}

function groupOf(group: DeviceGroup, now: TenantSnapshot, old: WatchedGroup | 'whole' | undefined): WatchedGroup {
  const { sources = {} } = now;
  const { id, name, ungrouped, description, level, conditions, opaque, access } = group;
  if (old !== 'whole') return { id, ungrouped, ...listedName(group, old), ...listedDescription(group, now, old) };
  const unread = GROUP_PARTS.filter((part) => group.unread?.includes(part) || sources[groupKey(id, part)]);
  const settings = { description, level, conditions, opaque, access };
  return { id, name, ungrouped, settings, ...(unread.length > 0 && { unread }) };
}

/** A name that is not known is as it was. */
function listedName(
  { name, unread }: DeviceGroup,
  old: WatchedGroup | undefined,
): Pick<WatchedGroup, 'name' | 'unread'> {
  if (!unread?.includes('name')) return { name };
  return old ? { name: old.name, ...(old.unread && { unread: old.unread }) } : { name, unread: ['name'] };
}

/**
 * Graph says the same of an empty description as of one that it does not show. So that one is empty counts where the
 * list shows that of another group, and two lists in a row say so.
 */
function listedDescription(
  group: DeviceGroup,
  { groups = [], sources = {} }: TenantSnapshot,
  old: WatchedGroup | undefined,
): Pick<WatchedGroup, 'description' | 'blank'> {
  const isRead = (one: DeviceGroup) =>
    !one.ungrouped && !one.unread?.includes('description') && !sources[groupKey(one.id, 'description')];
  if (!isRead(group)) return {};
  const { description } = group;
  if (description !== '') return { description };
  if (!groups.some((one) => one.description !== '' && isRead(one))) return {};
  return old?.blank ? { description, blank: true } : { blank: true };
}

/**
 * Devices are read apart: their list names groups, too, and would make those come and go with it. Null where it is not
 * time yet, or where they cannot be read.
 */
async function count(
  { tenant, clock }: Pick<Services, 'tenant' | 'clock'>,
  before: WatchedTenant | null,
): Promise<WatchedTenant['members']> {
  const last = before?.members?.at ?? Number.NEGATIVE_INFINITY;
  if (clock.now() - last < COUNT_EVERY) return null;
  try {
    return countsOf(await tenant.read(['devices'], 'recent'));
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return null;
  }
}

/** Null where they were not read, or not all of them. */
function countsOf({ devices, devicesAt, devicesLack, readAt }: TenantSnapshot): WatchedTenant['members'] {
  if (!devices || devicesLack || devices.every(({ groupId }) => groupId === null)) return null;
  const counts: Record<string, number> = {};
  for (const { groupId } of devices) if (groupId !== null) counts[groupId] = (counts[groupId] ?? 0) + 1;
  return { at: devicesAt ?? readAt, counts };
}
