import { findGroup } from '../../changes/device-group/input/find-names.ts';
import { isUnread } from '../../changes/device-group/model/groups-in.ts';
import { quoted } from '../../changes/device-group/words/names.ts';
import type { DeviceGroup } from '../../changes/device-group.ts';
import { FEATURE_STATE_WORDS } from '../../changes/features.ts';
import { featureKey, groupKey, ORDER_KEY } from '../../changes/knowledge/knowledge.ts';
import { type Sight, sightWords } from '../../changes/knowledge/sight.ts';
import { sourceOf } from '../../changes/knowledge/source-words.ts';
import { levelWords } from '../../changes/remediation-level.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { asJson } from '../../shared/json.ts';
import { say, t } from '../../shared/language/worded.ts';
import type { KnownFacts } from '../knowing/known-facts.ts';
import { type GroupSight, partsSeen, type Seen, type SeenIn } from './parts-seen.ts';

/** Each fact that somebody sees, with what is known of it now. */
export function seenIn(sight: Sight, now: TenantSnapshot, known: KnownFacts): SeenIn {
  if ('feature' in sight) return [switchIn(sight, now)];
  if (!('group' in sight)) return orderIn(sight.order, now, known);
  const group = groupIn(sight, now);
  if ('why' in group) return group;
  if ('seen' in sight) {
    const parts = partsSeen(sight.seen, group.found, now);
    const order = sight.order && orderIn(sight.order, now, known);
    if (!order || 'why' in parts) return parts;
    return 'why' in order ? order : [...parts, ...order];
  }
  return [levelIn(sight, group.found, now)];
}

function switchIn(sight: Extract<Sight, { feature: unknown }>, now: TenantSnapshot): Seen {
  const state = now.features?.[sight.feature] ?? 'unknown';
  const before = state === 'unread' ? null : { words: say(FEATURE_STATE_WORDS[state]), isSame: state === sight.is };
  const key = featureKey(sight.feature);
  return { key, value: sight.is, what: sightWords(sight), before, source: sourceOf(now.sources, key) };
}

function groupIn({ group }: GroupSight, now: TenantSnapshot): ReturnType<typeof findGroup> {
  const groups = now.groups ?? [];
  if (group !== null) return findGroup({ name: group }, groups, now);
  const rest = groups.find(({ ungrouped }) => ungrouped);
  return rest ? { found: rest } : { why: t`Defender did not list the ungrouped devices.` };
}

function levelIn(sight: Extract<Sight, { level: unknown }>, group: DeviceGroup, now: TenantSnapshot): Seen {
  const before = isUnread(group) ? null : { words: levelWords(group.level), isSame: group.level === sight.level };
  return {
    key: groupKey(group.ungrouped ? 'ungrouped' : group.id, 'level'),
    value: sight.level,
    what: sightWords(sight, group.ungrouped ? null : quoted(group.name)),
    before,
    source: sourceOf(now.sources, groupKey(group.id, 'level')),
  };
}

/** The order of those that are named; where it is not that of all, nothing is known of the place of the others. */
function orderIn(names: readonly string[], now: TenantSnapshot, known: KnownFacts): SeenIn {
  const groups = now.groups ?? [];
  const found: DeviceGroup[] = [];
  for (const name of names) {
    const one = findGroup({ name }, groups, now);
    if ('why' in one) return one;
    if (found.includes(one.found)) return { why: t`${quoted(one.found.name)} is named twice.` };
    found.push(one.found);
  }
  const isWhole = found.length === groups.filter(({ ungrouped }) => !ungrouped).length;
  const order = t`Order of device groups: ${inOrder(found)}`;
  const before = orderBefore(groups, known);
  return [
    {
      key: ORDER_KEY,
      value: asJson(found.map(({ id }) => ({ id }))),
      what: isWhole ? order : t`${order}. Of the other groups the place is not known`,
      before: before === null ? null : { words: before, isSame: before === inOrder(found) },
      source: sourceOf(now.sources, groupKey(found[0]?.id ?? 'ungrouped', 'rank')),
    },
  ];
}

function inOrder(groups: readonly { readonly name: string }[]): string {
  return groups.map(({ name }) => quoted(name)).join(', ');
}

function orderBefore(groups: readonly DeviceGroup[], known: KnownFacts): string | null {
  const order = known.order()?.value ?? [];
  const named = order.flatMap((one) => ('name' in one ? [one] : groups.filter(({ id }) => id === one.id)));
  return named.length < 2 ? null : inOrder(named);
}
