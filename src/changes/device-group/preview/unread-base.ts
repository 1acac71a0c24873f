import type { Condition, Device, DeviceGroup, DeviceState } from '../../device-group.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { assign } from '../membership/group-index.ts';
import { type GroupChange, setBy, subjectOf } from '../model/group-change.ts';
import { namesUnknownSystem } from '../model/os-names.ts';
import { NEW_GROUP_ID } from '../moves/groups-after.ts';
import type { Place } from '../words/field-words.ts';
import { cut } from '../words/names.ts';
import type { ShownBase, ShownStates, ShownUnread } from './shown-base.ts';

/** The longest name of a neighbour, in code points. */
const NAME_LENGTH = 80;

/** The places where ranks cannot be read: the current place as "not known", and the requested place. */
export function unreadPlaces(change: GroupChange, groups: readonly DeviceGroup[]): Pick<ShownBase, 'place' | 'target'> {
  const isThere = 'group' in change && groups.some(({ id }) => id === change.group.id);
  return {
    place: isThere ? (placeBySay(change.group.id, groups) ?? { unread: true }) : null,
    target: 'before' in change ? { before: change.before && cut(change.before.name, NAME_LENGTH) } : null,
  };
}

/** The groups that people said come right after and right before this one, others aside; null if nobody said so. */
function placeBySay(id: number, groups: readonly DeviceGroup[]): Place | null {
  const said = groups.flatMap(({ id: one, name, order }) => (order === undefined ? [] : [{ id: one, name, order }]));
  const ordered = said.sort((a, b) => a.order - b.order);
  const at = ordered.findIndex((one) => one.id === id);
  const [behind, ahead] = [ordered[at - 1], ordered[at + 1]].map((one) => one && cut(one.name, NAME_LENGTH));
  return at < 0 || (ahead === undefined && behind === undefined)
    ? null
    : { ahead: ahead ?? null, behind: behind ?? null };
}

/**
 * What is known about devices without any group's rule: where Defender reports them, and which of them the new
 * conditions match on their own.
 */
export function unreadEffects(change: GroupChange, { devices }: TenantSnapshot): ShownUnread | null {
  if (devices === undefined) return null;
  const { conditions } = setBy(change);
  return {
    devices: devices.length,
    reported: reportedIn(change, devices),
    ...(isUnsaid(devices) && { unsaid: true }),
    matching: conditions === undefined || namesUnknownSystem(conditions) ? null : matching(conditions, devices),
    states: countStates(devices),
    byDomain: conditions?.some(({ property }) => property === 'domain') ?? false,
  };
}

function countStates(devices: readonly Device[]): ShownStates {
  const counts: Partial<Record<DeviceState, number>> = {};
  for (const { state } of devices) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function isUnsaid(devices: readonly Device[]): boolean {
  return devices.some(({ groupId }) => groupId === 'unknown');
}

/** Null for a new group, and where no record says this one and some say none at all. */
function reportedIn(change: GroupChange, devices: readonly Device[]): number | null {
  const subject = subjectOf(change);
  if (subject === 'new') return null;
  const id = subject === 'ungrouped' ? null : subject.id;
  const reported = devices.filter(({ groupId }) => groupId === id).length;
  return reported === 0 && isUnsaid(devices) ? null : reported;
}

function matching(conditions: readonly Condition[], devices: readonly Device[]): number {
  const alone = { name: '', description: '', level: 'full', access: [], opaque: false, ungrouped: false } as const;
  const { winners } = assign(devices, [{ ...alone, id: NEW_GROUP_ID, rank: 1, conditions }]);
  return winners.filter((winner) => winner === 0).length;
}
