import { createHash } from 'node:crypto';
import { twinsOf } from '../../changes/device-group/model/groups-in.ts';
import { sightFormOf } from '../../changes/device-group/words/level-command.ts';
import type { DeviceGroup } from '../../changes/device-group.ts';
import {
  FEATURE_NAMES,
  FEATURE_STATE_WORDS,
  type FeatureName,
  feature,
  howToTell,
  sightForm,
} from '../../changes/features.ts';
import { featureKey, groupKey } from '../../changes/knowledge/knowledge.ts';
import { sourceOf } from '../../changes/knowledge/source-words.ts';
import { LEVEL_WORDS } from '../../changes/remediation-level.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { type AirlockError, errorFields, isAirlockError } from '../../shared/errors.ts';
import type { ConversationKey } from '../../shared/ids.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { rememberingFeatures } from '../knowing/knowing-tenant.ts';
import { amongAll } from '../messages/among-others.ts';
import { type Answer, requestLine, type StatusData } from '../messages/answers.ts';
import { faultWords } from '../messages/telling-words.ts';
import type { Activity } from '../ports/defender-activity.ts';
import type { Services } from '../ports/services.ts';
import type { Outside } from '../record/outside.ts';
import type { Actor, Request } from '../record/request.ts';
import { stateTerm } from '../record/search-terms.ts';
import { isSwapped } from '../rules/load.ts';
import { channelTold } from '../rules/setting-owner.ts';
import { placeOf, sharedPlace } from '../rules/shared-places.ts';
import { groupHint, isToSay } from './group-hint.ts';
import { firstThings } from './status-first.ts';
import { nameOfPlace } from './telling/place-names.ts';

/** How many device groups and open requests a status shows; further groups are counted in one line. */
const SHOWN = 15;

/** Held by the message that asked for a status in this conversation, until it is answered. */
export function statusLease(conversation: ConversationKey): string {
  return `status:${createHash('sha256').update(conversation).digest('hex')}`;
}

/** The settings of the tenant and what Defender is busy with, as they were read. */
export interface StatusReading {
  readonly now: TenantSnapshot;
  readonly activity: Activity;
  /** Which half of it could not be read, and why; null for neither. */
  readonly unread: StatusData['unreadHalf'] | null;
}

/** @throws AirlockError the tenant's errors, where neither switches nor groups can be read */
export async function readForStatus(services: Services): Promise<StatusReading> {
  const [read, busy] = await Promise.all([readHalves(services), services.activity()]);
  return { ...read, activity: busy };
}

/** What stops one half does not hide the other, nor what is remembered of it. */
async function readHalves(services: Services): Promise<Omit<StatusReading, 'activity'>> {
  const { tenant } = services;
  try {
    const whole = await tenant.read(['features', 'groups', 'devices'], 'recent').catch(nullIfKnown);
    return { now: whole ?? (await tenant.read(['features', 'groups'], 'recent')), unread: null };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    for (const [half, other] of HALVES) {
      const now = await tenant.read([other], 'recent').catch(nullIfKnown);
      if (!now) continue;
      const shown = half === 'features' ? await rememberingFeatures(services, now) : now;
      return { now: shown, unread: { half, why: error.message } };
    }
    throw error;
  }
}

/** Each half, and the one that is read where it cannot be. */
const HALVES = [
  ['groups', 'features'],
  ['features', 'groups'],
] as const;

function nullIfKnown(error: unknown): null {
  if (isAirlockError(error)) return null;
  throw error;
}

function lacksUngrouped({ product, groups = [] }: TenantSnapshot): Pick<StatusData, 'ungroupedMissing'> {
  const isMissing = product !== 'business' && groups.length > 0 && !groups.some(({ ungrouped }) => ungrouped);
  return isMissing ? { ungroupedMissing: true } : {};
}

/**
 * The current settings of the tenant, and its open requests; in a channel or group chat, those that were asked or
 * announced there.
 */
export async function statusAnswer(
  services: Services,
  { now, activity, unread, outside }: StatusReading & { readonly outside: readonly Outside[] | null },
  { conversation, actor }: { readonly conversation: ConversationKey; readonly actor?: Actor | undefined },
): Promise<Answer> {
  const place = sharedPlace(await placeOf(services, conversation));
  const { open, channel, isOther, failing, last, unreadable } = await readStored(services, place);
  const counts = { outside: outside?.length ?? 0, undelivered: failing?.count ?? 0, isOtherChannel: isOther };
  const first = await firstThings(services, { now, actor, open, place, ...counts });
  return {
    view: 'status',
    data: {
      ...(first.length > 0 && { first }),
      readAt: now.readAt,
      product: now.product,
      connector: say(services.tenant.description),
      approvals: channel && (await nameOfPlace(services, channel.conversation, channel.label)),
      ...(failing && { undelivered: failing }),
      features: FEATURE_NAMES.map((name) =>
        featureLine(name, now, { isUnread: unread?.half === 'features', outside: outside ?? [] }),
      ),
      groups: now.product === 'business' ? null : groupLines(now, activity),
      ...rankSource(now),
      ...(unread && { unreadHalf: unread }),
      ...(now.groupsLack === 'some' && { groupsShort: true as const }),
      ...lacksUngrouped(now),
      ...twinsOf(now),
      ...(now.groupsLeftOut !== undefined && { groupsLeftOut: now.groupsLeftOut }),
      ...(now.groupsUnread !== undefined && { groupsUnread: now.groupsUnread }),
      ...groupHint(now, outside ?? []),
      // The scores are shown beside their groups, of which a tenant may have 2,000.
      activity: 'value' in activity.exposure ? { ...activity, exposure: { value: [] } } : activity,
      open: (await amongAll(services, open)).map((request) => requestLine(request, services.clock.now())),
      ...last,
      ...(outside !== null && { outside: outside.length }),
      ...(place !== null && { hereOnly: true }),
      ...(unreadable.length > 0 && { unreadable }),
    },
  };
}

/** What of a status is stored here. */
async function readStored(services: Services, place: ConversationKey | null) {
  const { store, tenantId, log } = services;
  const unreadable: number[] = [];
  const onUnreadable = (number: number, fault: AirlockError) => {
    unreadable.push(number);
    log.error({ number, ...errorFields(fault) }, 'request left out of the status');
  };
  const newest = { terms: [stateTerm('applied')], from: null, to: null, skip: 0, limit: 1, place, isAll: true };
  const [open, { channel, isOther }, failing, [applied]] = await Promise.all([
    store.openPage(tenantId, { skip: 0, limit: SHOWN, place }, onUnreadable),
    channelTold(services),
    undeliveredLine(services),
    store.found(tenantId, newest, () => undefined),
  ]);
  return { open, channel, isOther, failing, last: await lastLine(services, applied), unreadable };
}

/** The request that was applied last, as long as its row is as recorded. */
async function lastLine(
  services: Services,
  applied: Request | undefined,
): Promise<Pick<StatusData, 'last' | 'lastSwapped'>> {
  if (!applied) return {};
  const isOther = await isSwapped(services, applied, `status:${applied.id}`);
  if (isOther) return { lastSwapped: applied.number };
  const [last = applied] = await amongAll(services, [applied]);
  return { last: requestLine(last, services.clock.now()) };
}

/** Milliseconds for which Teams may be away before anybody is told of it; a place that refuses is told at once. */
const PATIENCE = 60_000;

/** How many of them are looked at one by one. */
const MOST_FAILING = 50;

/** What Teams does not take, whatever it is about: no name of a place or a person goes with it. */
async function undeliveredLine({ store, tenantId, clock }: Services): Promise<StatusData['undelivered'] | null> {
  const now = clock.now();
  const all = await store.undelivered(tenantId, now, MOST_FAILING);
  const told = all.messages.filter(({ since, refusals }) => refusals > 0 || since <= now - PATIENCE);
  const count = all.count > all.messages.length ? all.count : told.length;
  const [oldest] = told;
  return oldest ? { count, since: oldest.since, why: faultWords(oldest.why) } : null;
}

/** @param isUnread none of them could be read now: nobody's word is taken before that is mended */
function featureLine(
  name: FeatureName,
  now: TenantSnapshot,
  { isUnread, outside }: { readonly isUnread: boolean; readonly outside: readonly Outside[] },
): StatusData['features'][number] {
  const state = now.features === undefined ? 'unread' : (now.features[name] ?? 'unknown');
  const source = sourceOf(now.sources, featureKey(name));
  return {
    title: say(feature(name).title),
    state: say(FEATURE_STATE_WORDS[state]),
    ...(source && { source }),
    ...(state === 'unread' &&
      !isUnread && { hint: `${toldOutside(name, outside)}${howToTell(name)}`, form: sightForm(name) }),
  };
}

/** What the audit log says of a switch that was changed outside Airlock and that nobody adopted; empty for nothing. */
function toldOutside(name: FeatureName, outside: readonly Outside[]): string {
  const changes = outside.flatMap(({ number, items }) => items.map((item) => ({ number, item })));
  const last = changes
    .filter(({ item }) => item.feature?.name === name && item.at !== null)
    .sort((one, other) => (other.item.at ?? 0) - (one.item.at ?? 0))[0];
  const value = last?.item.feature?.value;
  const isClear = changes.every(
    ({ item }) => item.at !== last?.item.at || item.feature?.name !== name || item.feature.value === value,
  );
  if (value && !isClear)
    return t`Set to On and to Off within one second, as Microsoft's audit log says: change ${last.number}. `;
  if (!value || last.item.reverted !== undefined) return '';
  const words = say(FEATURE_STATE_WORDS[value]);
  return t`Set to ${words} outside Airlock, as Microsoft's audit log says: change ${last.number}, which nobody adopted. `;
}

/** How the ungrouped devices are called among groups. */
export const UNGROUPED_LINE = msg`Ungrouped devices (default)`;

/** All ranks are known in the same way. */
function rankSource({ groups = [], sources }: TenantSnapshot): Pick<StatusData, 'rankSource'> {
  const ranked = groups.find(({ rank }) => rank !== null);
  const source = ranked && sourceOf(sources, groupKey(ranked.id, 'rank'));
  return source ? { rankSource: source } : {};
}

type GroupLines = NonNullable<StatusData['groups']>;

function groupLines(now: TenantSnapshot, { exposure }: Activity): GroupLines {
  const { groups = [], unlisted = [], sources } = now;
  const members = membersOf(now);
  const scores = new Map('value' in exposure ? exposure.value.map(({ group, score }) => [group, score]) : []);
  const listed = groups.map((group) => {
    const score = scores.get(group.ungrouped ? null : group.name);
    const source = sourceOf(sources, groupKey(group.id, 'level'));
    const form = isToSay(group, now) ? sightFormOf(group.ungrouped ? null : group.name) : null;
    return {
      rank: group.rank === null ? '-' : String(group.rank),
      name: group.ungrouped ? say(UNGROUPED_LINE) : group.name,
      level: levelWords(group),
      ...(group.level === 'none' && { isUnprotected: true as const }),
      ...(source && { source }),
      ...(form !== null && { form }),
      ...(members && { devices: members.get(group.ungrouped ? null : group.id) ?? 0 }),
      ...(score !== undefined && { exposure: score }),
    };
  });
  const made = unlisted.map(({ name, level, source }) => {
    return { rank: '-', name, level: t`${say(LEVEL_WORDS[level])}, not listed yet`, source };
  });
  const lines = [...listed.slice(0, -1), ...made, ...listed.slice(-1)];
  if (lines.length <= SHOWN) return lines;
  const hidden = lines.length - SHOWN;
  return [...lines.slice(0, SHOWN - 1), { rank: '', name: t`and ${hidden} more`, level: '' }, ...lines.slice(-1)];
}

/** How many devices Defender reports in each group; null where they were not read, or not all of them. */
function membersOf({ devices, devicesLack }: TenantSnapshot): ReadonlyMap<number | null, number> | null {
  if (!devices || devices.length === 0 || devicesLack) return null;
  if (devices.some(({ groupId }) => groupId === 'unknown')) return null;
  const counts = new Map<number | null, number>();
  for (const { groupId } of devices) if (groupId !== 'unknown') counts.set(groupId, (counts.get(groupId) ?? 0) + 1);
  return counts;
}

function levelWords(group: DeviceGroup): string {
  const { level } = group;
  if (level === 'unread') return t`Level not known`;
  return level.startsWith('unknown:')
    ? t`Unknown level (${level.slice(8)})`
    : say(LEVEL_WORDS[level as keyof typeof LEVEL_WORDS]);
}
