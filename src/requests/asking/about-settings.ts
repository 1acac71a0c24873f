import { findGroup } from '../../changes/device-group/input/find-names.ts';
import { groupsIn, isUnread } from '../../changes/device-group/model/groups-in.ts';
import { fieldWords } from '../../changes/device-group/words/field-words.ts';
import { groupName, quoted, typedName } from '../../changes/device-group/words/names.ts';
import type { DeviceGroup, GroupPart } from '../../changes/device-group.ts';
import { FEATURE_STATE_WORDS, type FeatureName, feature, howToTell } from '../../changes/features.ts';
import { featureKey, groupKey } from '../../changes/knowledge.ts';
import { levelWords } from '../../changes/remediation-level.ts';
import { sourceOf, sourceWords } from '../../changes/source-words.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import type { NoticeData } from '../messages/answers.ts';
import type { Services } from '../ports/services.ts';
import type { Place } from '../rules/shared-places.ts';
import { lastApplied, peopleOf } from './last-change.ts';
import { knownHow, noAnswer, sentences } from './question.ts';

/**
 * Whether a switch is on, how that is known, and which request changed it last.
 * @throws AirlockError the tenant's errors
 */
export async function aboutSwitch(services: Services, name: FeatureName, place: Place): Promise<NoticeData> {
  const [now, last] = await Promise.all([
    services.tenant.read(['features'], 'recent'),
    lastApplied(services, place, name),
  ]);
  const state = now.features?.[name] ?? 'unknown';
  const source = sourceOf(now.sources, featureKey(name));
  const isKnown = state === 'on' || state === 'off';
  const how = source === null || source.kind === 'not-known' ? null : sourceWords(source);
  const { title, builtIn } = feature(name);
  return {
    tone: 'info',
    title: `${title}: ${FEATURE_STATE_WORDS[state]}`,
    text: sentences(
      isKnown ? (knownHow(how) ?? 'Read in Defender now.') : null,
      state === 'built-in' ? `It is built into this tenant and has no switch. ${builtIn?.governedBy ?? ''}` : null,
      state === 'unread' ? `Airlock cannot read it. ${howToTell(name)}` : null,
      state === 'unknown' ? "Defender's answer does not say." : null,
      last && `Request #${last.number} changed it last. ${peopleOf(last)}`,
    ),
    suggestions: last ? [`show ${last.number}`, 'status'] : ['status'],
  };
}

/**
 * What a device group is: level, rank, conditions and access, each with how it is known where it was not read now.
 * @param name null for the ungrouped devices
 * @throws AirlockError the tenant's errors
 */
export async function aboutGroup({ tenant }: Pick<Services, 'tenant'>, name: string | null): Promise<NoticeData> {
  const now = await tenant.read(['groups'], 'recent');
  const read = groupsIn(now);
  if ('why' in read) return noAnswer(read.why);
  const rest = read.groups.find(({ ungrouped }) => ungrouped);
  const none = { why: 'Defender did not list the ungrouped devices.' };
  const found = name === null ? (rest ? { found: rest } : none) : findGroup({ name }, read.groups, now);
  return 'why' in found ? noAnswer(found.why) : shown(found.found, now);
}

function shown(group: DeviceGroup, now: TenantSnapshot): NoticeData {
  const edit = group.ungrouped ? 'ungrouped devices' : editCommand(group.name);
  return {
    tone: 'info',
    title: `${quoted(groupName(group))}: ${levelWords(group.level)}`,
    text: sentences(
      knownHow(howKnown(group, now, 'level')),
      group.ungrouped ? 'It takes every device that no other group takes.' : rankOf(group, now),
      group.ungrouped ? null : part('Conditions', fieldWords(group, 'conditions'), howKnown(group, now, 'conditions')),
      part('Access', fieldWords(group, 'access'), howKnown(group, now, 'access')),
    ),
    suggestions: edit === null ? ['status'] : [edit, 'status'],
  };
}

function editCommand(name: string): string | null {
  const typed = typedName(name);
  return typed && `edit device group ${typed}`;
}

/** How a part is known; null where it was read now, and where it is not known. */
export function howKnown(group: DeviceGroup, { sources }: TenantSnapshot, which: GroupPart): string | null {
  const source = sourceOf(sources, groupKey(group.ungrouped ? 'ungrouped' : group.id, which));
  const other = sourceOf(sources, groupKey(group.id, which));
  const known = source ?? other;
  return known === null || known.kind === 'not-known' ? null : sourceWords(known);
}

function rankOf(group: DeviceGroup, now: TenantSnapshot): string {
  const isKnown = !isUnread(group, 'rank') && group.rank !== null;
  return part('Rank', isKnown ? String(group.rank) : levelWords('unread'), howKnown(group, now, 'rank')) ?? '';
}

function part(label: string, words: string | null, how: string | null): string | null {
  return words === null ? null : `${label}: ${words}${how === null ? '' : ` (${how})`}.`;
}
