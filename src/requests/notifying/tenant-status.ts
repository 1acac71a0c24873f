import { createHash } from 'node:crypto';
import type { DeviceGroup } from '../../changes/device-group.ts';
import { FEATURE_NAMES, FEATURE_STATE_WORDS, feature } from '../../changes/features.ts';
import { LEVEL_WORDS } from '../../changes/remediation-level.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { errorFields } from '../../shared/errors.ts';
import type { ConversationKey } from '../../shared/ids.ts';
import { type Answer, requestLine, type StatusData } from '../messages/answers.ts';
import type { Activity } from '../ports/defender-activity.ts';
import type { Services } from '../ports/services.ts';
import { approvalChannel } from '../rules/setting-owner.ts';
import { placeOf, sharedPlace } from '../rules/shared-places.ts';

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
}

/** @throws AirlockError the tenant's errors */
export async function readForStatus({ tenant, activity }: Services): Promise<StatusReading> {
  const [now, busy] = await Promise.all([tenant.read(['features', 'groups'], 'recent'), activity()]);
  return { now, activity: busy };
}

/**
 * The current settings of the tenant, and its open requests; in a channel or group chat, those that were asked or
 * announced there.
 */
export async function statusAnswer(
  services: Services,
  { now, activity }: StatusReading,
  conversation: ConversationKey,
): Promise<Answer> {
  const query = { open: true, limit: SHOWN, place: sharedPlace(await placeOf(services, conversation)) };
  const unreadable: number[] = [];
  const [open, channel] = await Promise.all([
    services.store.requests(services.tenantId, query, (number, fault) => {
      unreadable.push(number);
      services.log.error({ number, ...errorFields(fault) }, 'request left out of the status');
    }),
    approvalChannel(services),
  ]);
  return {
    view: 'status',
    data: {
      readAt: now.readAt,
      product: now.product,
      connector: services.tenant.description,
      approvals: channel && (channel.label || channel.conversation),
      features: FEATURE_NAMES.map((name) => ({
        title: feature(name).title,
        state: FEATURE_STATE_WORDS[now.features?.[name] ?? 'unknown'],
      })),
      groups: now.product === 'business' ? null : groupLines(now.groups ?? [], activity),
      // The scores are shown beside their groups, of which a tenant may have 2,000.
      activity: 'value' in activity.exposure ? { ...activity, exposure: { value: [] } } : activity,
      open: open.map(requestLine),
      ...(unreadable.length > 0 && { unreadable }),
    },
  };
}

type GroupLines = NonNullable<StatusData['groups']>;

function groupLines(groups: readonly DeviceGroup[], { exposure }: Activity): GroupLines {
  const scores = new Map('value' in exposure ? exposure.value.map(({ group, score }) => [group, score]) : []);
  const lines = groups.map((group) => {
    const score = scores.get(group.ungrouped ? null : group.name);
    return {
      rank: group.rank === null ? '-' : String(group.rank),
      name: group.ungrouped ? 'Ungrouped devices (default)' : group.name,
      level: levelWords(group),
      ...(score !== undefined && { exposure: score }),
    };
  });
  if (lines.length <= SHOWN) return lines;
  const hidden = lines.length - SHOWN;
  return [...lines.slice(0, SHOWN - 1), { rank: '', name: `and ${hidden} more`, level: '' }, ...lines.slice(-1)];
}

function levelWords(group: DeviceGroup): string {
  const { level } = group;
  if (level === 'unread') return 'Level not readable';
  return level.startsWith('unknown:')
    ? `Unknown level (${level.slice(8)})`
    : LEVEL_WORDS[level as keyof typeof LEVEL_WORDS];
}
