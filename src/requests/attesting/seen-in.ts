import { findGroup } from '../../changes/device-group/input/find-names.ts';
import { isUnread } from '../../changes/device-group/model/groups-in.ts';
import { quoted } from '../../changes/device-group/words/names.ts';
import type { DeviceGroup } from '../../changes/device-group.ts';
import { FEATURE_STATE_WORDS } from '../../changes/features.ts';
import { featureKey, groupKey } from '../../changes/knowledge/knowledge.ts';
import { type Sight, sightWords } from '../../changes/knowledge/sight.ts';
import { sourceOf } from '../../changes/knowledge/source-words.ts';
import { levelWords } from '../../changes/remediation-level.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { say, t } from '../../shared/language/worded.ts';
import type { KnownFacts } from '../knowing/known-facts.ts';
import { orderSeen, placeSeen } from './order-seen.ts';
import { type GroupSight, partsSeen, type Seen, type SeenIn } from './parts-seen.ts';

/** Each fact that somebody sees, with what is known of it now. */
export function seenIn(sight: Sight, now: TenantSnapshot, known: KnownFacts): SeenIn {
  if ('feature' in sight) return [switchIn(sight, now)];
  if (!('group' in sight)) return orderSeen(sight.order, now, known);
  const group = groupIn(sight, now);
  if ('why' in group) return group;
  if ('seen' in sight) {
    const parts = partsSeen(sight.seen, group.found, now);
    const order = sight.order && orderSeen(sight.order, now, known);
    if (!order || 'why' in parts) return parts;
    return 'why' in order ? order : [...parts, ...order];
  }
  if ('place' in sight) return placeSeen(group.found, sight.place, now, known);
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
