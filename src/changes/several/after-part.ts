import { asJson, canonical } from '../../shared/json.ts';
import type { GroupChange } from '../device-group/model/group-change.ts';
import { setBy, subjectOf } from '../device-group/model/group-change.ts';
import { areRanksUnread, unreadParts } from '../device-group/model/groups-in.ts';
import { groupsAfter, NEW_GROUP_ID } from '../device-group/moves/groups-after.ts';
import { previewOf } from '../device-group/preview/preview-of.ts';
import type { Device, DeviceGroup } from '../device-group.ts';
import { isApiChange } from '../supported/api-kinds.ts';
import { withTags } from '../supported/tags/tag-moves.ts';
import type { TenantSnapshot } from '../tenant-snapshot.ts';
import type { Part } from './part-kinds.ts';

const known = new WeakMap<TenantSnapshot, Map<string, readonly TenantSnapshot[]>>();

/** The tenant as each part finds it: as it was read, with the parts before it applied. Reckoned once a snapshot. */
export function tenantsBefore(parts: readonly Part[], now: TenantSnapshot): readonly TenantSnapshot[] {
  const ofSnapshot = known.get(now) ?? new Map<string, readonly TenantSnapshot[]>();
  known.set(now, ofSnapshot);
  const key = canonical(asJson(parts));
  const found = ofSnapshot.get(key);
  if (found) return found;
  const tenants = [now];
  for (const [at, part] of parts.slice(0, -1).entries()) tenants.push(afterPart(part, tenants[at] ?? now, at));
  ofSnapshot.set(key, tenants);
  return tenants;
}

/**
 * The tenant with a part applied. What is not known of it stays not known, and devices are reported where the part
 * moves them, as far as that is reckoned.
 * @param at its place among the parts: a group that it makes gets a number below zero, its own in each place
 */
export function afterPart(part: Part, now: TenantSnapshot, at: number): TenantSnapshot {
  if (part.kind === 'advanced-feature') return { ...now, features: { ...now.features, [part.feature]: part.to } };
  if (part.kind === 'device-tags') return withTags(part, now);
  // No other change by a supported API touches what another part goes by: two about one object are refused.
  if (isApiChange(part)) return now;
  const { groups, devices } = now;
  if (groups === undefined) return now;
  const made = NEW_GROUP_ID - 1 - at;
  return {
    ...now,
    groups: groupsAfter(part, groups).map((group) => asKnown(group, groups, part, made)),
    ...(devices && { devices: moved(part, now, devices, made) }),
  };
}

/** Whether a value names a group that a part before it makes: nobody can say its number yet. */
export function namesMade(value: unknown): boolean {
  return /"(?:id|next)":-\d/u.test(canonical(asJson(value)));
}

function asKnown(group: DeviceGroup, before: readonly DeviceGroup[], change: GroupChange, made: number): DeviceGroup {
  const isOrderUnread = areRanksUnread(before);
  if (group.id === NEW_GROUP_ID)
    return { ...group, id: made, ...(isOrderUnread && { rank: null, unread: ['rank'] as const }) };
  const was = before.find(({ id }) => id === group.id);
  if (was === undefined) return group;
  const set = isAbout(change, was) ? setBy(change) : {};
  const left = unreadParts(was).filter((part) => part === 'rank' || set[part] === undefined);
  const isTouched = Object.keys(set).length > 0;
  return {
    ...group,
    ...(isOrderUnread && { rank: was.rank }),
    ...(isTouched && (was.unread !== undefined || left.length > 0) && { unread: left }),
  };
}

function isAbout(change: GroupChange, group: DeviceGroup): boolean {
  const subject = subjectOf(change);
  return subject === 'ungrouped' ? group.ungrouped : subject !== 'new' && subject.id === group.id;
}

function moved(change: GroupChange, now: TenantSnapshot, devices: readonly Device[], made: number): readonly Device[] {
  const moves = previewOf(change, now)?.moves.affected ?? [];
  const ungrouped = new Set((now.groups ?? []).flatMap(({ id, ungrouped: isRest }) => (isRest ? [id] : [])));
  const to = new Map(
    moves
      .filter(({ from, to: next }) => from?.id !== next?.id)
      .map(({ id, to: next }) => [
        id,
        next === null || ungrouped.has(next.id) ? null : next.id === NEW_GROUP_ID ? made : next.id,
      ]),
  );
  return to.size === 0
    ? devices
    : devices.map((device) => (to.has(device.id) ? { ...device, groupId: to.get(device.id) ?? null } : device));
}
