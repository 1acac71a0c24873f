import { type DeviceTagsChange, devicesById, shownIn } from '../../../changes/supported/tags/tag-change.ts';
import type { Part, TagOrigins, TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import type { FollowReading, SentItem } from '../../../requests/ports/tenant.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { msg, t } from '../../../shared/language/worded.ts';
import { originsIn } from '../../public-api/center/read-origins.ts';
import type { KindContext, SupportedKind, WritingOf } from '../supported-kind.ts';
import { originsQuery } from './tag-wire.ts';
import { BULK, settleTags, TAG_PERMISSION, writeTags } from './write-tags.ts';

/** Tags of devices: POST for one device, or for up to 500 at once (docs/facts/defender.md#device-groups). */
export const deviceTagsKind: SupportedKind<DeviceTagsChange> = {
  kind: 'device-tags',
  permissions: [{ resource: 'mde', name: TAG_PERMISSION, why: 'sets and removes tags of devices' }],
  batchOf: () => BULK,
  read: async (context, _scopes, change) => ({ tags: await readOrigins(context, change) }),
  write: writeTags,
  settle: settleTags,
  follow,
};

/** Hunting is optional: without it nobody knows which tags come from rules, and the change may still be asked for. */
async function readOrigins({ hunt, log }: KindContext, { tag }: DeviceTagsChange): Promise<Part<TagOrigins>> {
  try {
    const { body } = await hunt('/v1.0/security/runHuntingQuery', { Query: originsQuery(tag), Timespan: 'P7D' });
    const read = originsIn(body);
    return read ? { found: read.found, lacks: lacksOf(read.unread) } : { found: [], lacks: NOT_HUNTED };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    log.warn({ code: error.code, why: error.message }, 'where tags come from could not be read');
    return { found: [], lacks: NOT_HUNTED };
  }
}

/** Rows that were read say nothing of the devices in those that were not. */
function lacksOf(unread: number): string | null {
  if (unread === 0) return null;
  const what = unread === 1 ? '1 device' : `${unread} devices`;
  return `Whether asset rules or registries set this tag is not known of ${what}: hunting told it in an odd form.`;
}

const NOT_HUNTED = msg`Whether asset rules or registries set this tag is not known: advanced hunting gave no answer.`;

/** Counts the devices that Defender reports in the group that the rules named when it was asked for. */
async function follow(
  { read }: KindContext,
  { change, base }: WritingOf<DeviceTagsChange>,
  items: readonly SentItem[],
): Promise<FollowReading> {
  const { was, to: reckoned, names } = shownIn(base);
  const isMade = reckoned?.some((id) => typeof id === 'number' && id < 0) ?? false;
  const now = await read(isMade ? ['devices', 'groups'] : ['devices']);
  const to = reckoned?.map((id) => madeGroup(id, names, now)) ?? null;
  const done = new Set(items.map(({ key }) => key));
  const devices = change.devices
    .map(({ id }, at) => ({ id, was: was[at], to: to?.[at] }))
    .filter(({ id, was: from, to: target }) => done.has(id) && (to === null || target !== from));
  const moved = devices.filter((one) => isMoved(one, now)).length;
  const counts = { moved, of: devices.length };
  if (to === null) return { note: elsewhere(counts), counts, isOver: false };
  if (devices.length === 0) return { note: msg`No device was to move to another group.`, counts, isOver: true };
  return { note: t`${moved} of ${devices.length} moved to their groups.`, counts, isOver: moved === devices.length };
}

/** A group that the same request made had no number yet: by its name it has one now, if it is listed. */
function madeGroup(
  id: number | null | 'unknown',
  names: Readonly<Record<string, string>>,
  { groups = [] }: TenantSnapshot,
): number | null | 'unknown' {
  if (typeof id !== 'number' || id >= 0) return id;
  return groups.find(({ name }) => name.trim() === names[`${id}`]?.trim())?.id ?? id;
}

interface Followed {
  readonly id: string;
  readonly was: number | null | 'unknown' | undefined;
  readonly to: number | null | 'unknown' | undefined;
}

function isMoved({ id, was, to }: Followed, now: TenantSnapshot): boolean {
  const at = devicesById(now).get(id)?.groupId;
  if (at === undefined || at === 'unknown') return false;
  return to === undefined ? at !== was : at === to;
}

function elsewhere({ moved, of }: { readonly moved: number; readonly of: number }): string {
  return moved === 1
    ? t`${moved} of ${of} is reported in another group than when this was asked for.`
    : t`${moved} of ${of} are reported in another group than when this was asked for.`;
}
