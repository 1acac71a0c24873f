import { unreadParts } from '../../changes/device-group/model/groups-in.ts';
import type { DeviceGroup, GroupPart } from '../../changes/device-group.ts';
import { FEATURE_NAMES, type FeatureState } from '../../changes/features.ts';
import { featureKey, groupKey, type Source, type Sources } from '../../changes/knowledge/knowledge.ts';
import type { TenantSnapshot, UnlistedGroup } from '../../changes/tenant-snapshot.ts';
import { msg } from '../../shared/language/worded.ts';
import { sameName } from '../../shared/name-keys.ts';
import { type KnownFacts, type KnownGroup, REMEMBERED_PARTS } from './known-facts.ts';
import { ofName } from './listed-now.ts';

const NOT_KNOWN: Source = { kind: 'not-known' };

/** Whether a snapshot lacks what may be remembered. */
export function lacks(now: TenantSnapshot): { readonly features: boolean; readonly groups: boolean } {
  return {
    features: Object.values(now.features ?? {}).includes('unread'),
    groups: (now.groups ?? []).some((group) => unreadParts(group).length > 0),
  };
}

/** The snapshot with what is remembered in place of what was not read, and with how each of it is known. */
export function withKnown(now: TenantSnapshot, known: KnownFacts): TenantSnapshot {
  const features = featuresOf(now, known);
  const groups = groupsOf(now, known);
  return {
    ...now,
    ...(features && { features: features.values }),
    ...(groups && { groups: groups.values, ...unlistedIn(groups.values, known) }),
    sources: { ...now.sources, ...features?.sources, ...groups?.sources },
  };
}

const ALL_UNREAD = Object.fromEntries(FEATURE_NAMES.map((name) => [name, 'unread' as const]));

/** The snapshot with the switches as they are remembered, where none of them could be read. */
export function withRememberedFeatures(now: TenantSnapshot, known: KnownFacts): TenantSnapshot {
  const features = featuresOf({ ...now, features: ALL_UNREAD }, known);
  return { ...now, ...(features && { features: features.values, sources: { ...now.sources, ...features.sources } }) };
}

function featuresOf({ features }: TenantSnapshot, known: KnownFacts) {
  if (features === undefined) return null;
  const values: Partial<Record<(typeof FEATURE_NAMES)[number], FeatureState>> = { ...features };
  const sources: Record<string, Source> = {};
  for (const name of FEATURE_NAMES) {
    if (features[name] !== 'unread') continue;
    const fact = known.feature(name);
    if (fact) values[name] = fact.value;
    sources[featureKey(name)] = fact?.source ?? NOT_KNOWN;
  }
  return { values, sources };
}

function groupsOf({ groups }: TenantSnapshot, known: KnownFacts) {
  if (groups === undefined) return null;
  const filled = groups.map((group) => filledIn(group, rememberedOf(group, known)));
  const ranked = inOrder(filled, known);
  return { values: ranked.groups, sources: { ...Object.assign({}, ...filled.map(sourcesOf)), ...ranked.sources } };
}

/** What requests made and no list shows yet, not even in other letters. */
function unlistedIn(groups: readonly DeviceGroup[], known: KnownFacts): Pick<TenantSnapshot, 'unlisted'> {
  const unlisted = known.namedOnly().flatMap(({ name, group: { level } }): UnlistedGroup[] => {
    if (level === undefined || groups.some((group) => !group.ungrouped && sameName(group.name, name))) return [];
    return [{ name, level: level.value, source: level.source }];
  });
  return unlisted.length > 0 ? { unlisted } : {};
}

/** By its number, else by its name: a group made in the portal has no number here until Microsoft Graph lists it. */
function rememberedOf(group: DeviceGroup, known: KnownFacts): KnownGroup {
  if (group.ungrouped) return known.group('ungrouped');
  const byName = Object.entries(known.group({ name: group.name.trim() })).map(
    ([part, one]) => [part, { ...one, source: ofName(one.source) }] as const,
  );
  return { ...Object.fromEntries(byName), ...known.group(group.id) };
}

interface Filled {
  readonly group: DeviceGroup;
  readonly sources: Readonly<Partial<Record<GroupPart, Source>>>;
}

function filledIn(group: DeviceGroup, remembered: KnownGroup): Filled {
  const missing = unreadParts(group);
  const found = REMEMBERED_PARTS.filter((part) => missing.includes(part) && remembered[part] !== undefined);
  const sources = Object.fromEntries(missing.map((part) => [part, NOT_KNOWN]));
  if (found.length === 0) return { group, sources };
  const values = Object.fromEntries(found.map((part) => [part, remembered[part]?.value]));
  const known = Object.fromEntries(found.map((part) => [part, remembered[part]?.source]));
  const opaque = found.includes('conditions') ? { opaque: false } : {};
  const unread = missing.filter((part) => !found.some((one) => one === part));
  return { group: withUnread({ ...group, ...values, ...opaque }, unread), sources: { ...sources, ...known } };
}

function withUnread({ unread: _, ...group }: DeviceGroup, unread: readonly GroupPart[]): DeviceGroup {
  return unread.length > 0 ? { ...group, unread } : group;
}

function sourcesOf({ group, sources }: Filled): Sources {
  return Object.fromEntries(
    Object.entries(sources).map(([part, source]) => [groupKey(group.id, part as GroupPart), source]),
  );
}

/**
 * Ranks are known where every listed group was placed by a request that somebody applied, or was read in an order
 * before: they are reckoned from that. Where it is just the groups that were read, or that somebody saw in that order,
 * they are as read or said then. With one group more the order of all is not known.
 */
function inOrder(filled: readonly Filled[], known: KnownFacts): { groups: readonly DeviceGroup[]; sources: Sources } {
  const groups = filled.map(({ group }) => group);
  const order = known.order();
  const rankedIds = (order?.value ?? []).flatMap((one) => {
    const found = groups.find((group) => !group.ungrouped && isMeant(group, one));
    return found ? [found.id] : [];
  });
  const listed = groups.filter(({ ungrouped }) => !ungrouped);
  const isWhole = listed.length > 0 && listed.every(({ id }) => rankedIds.includes(id));
  if (!order || !groups.every((group) => unreadParts(group).includes('rank'))) return { groups, sources: {} };
  if (!isWhole) return inPart(groups, rankedIds, order.source);
  const isSaidWhole = order.source.kind === 'attested' && order.source.request === null;
  const isAsKnown = (order.source.kind === 'read' || isSaidWhole) && order.value.length === listed.length;
  const source = isAsKnown ? order.source : reckoned(order.source);
  return {
    groups: [...groups.map((group) => ranked(group, rankedIds))].sort(
      (a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity),
    ),
    sources: Object.fromEntries(listed.map(({ id }) => [groupKey(id, 'rank'), source])),
  };
}

/** The order of these alone is known; two tell an order, one tells none. */
function inPart(
  groups: readonly DeviceGroup[],
  ids: readonly number[],
  source: Source,
): { groups: readonly DeviceGroup[]; sources: Sources } {
  if (ids.length < 2) return { groups, sources: {} };
  return {
    groups: groups.map((group) => (ids.includes(group.id) ? { ...group, order: ids.indexOf(group.id) } : group)),
    sources: Object.fromEntries(ids.map((id) => [groupKey(id, 'rank'), source])),
  };
}

function isMeant(group: DeviceGroup, one: { readonly id: number } | { readonly name: string }): boolean {
  return 'id' in one ? group.id === one.id : group.name.trim() === one.name;
}

function ranked(group: DeviceGroup, ids: readonly number[]): DeviceGroup {
  const unread = unreadParts(group).filter((part) => part !== 'rank');
  const rank = group.ungrouped ? null : ids.indexOf(group.id) + 1;
  return withUnread({ ...group, rank }, unread);
}

function reckoned(source: Source): Source {
  if (source.kind === 'reckoned') return source;
  const at = source.kind === 'not-known' ? 0 : source.at;
  const by =
    source.kind === 'read' ? msg`an earlier reading of their order` : msg`the places where requests put the groups`;
  return { kind: 'reckoned', at, by };
}
