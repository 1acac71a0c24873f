import { inEnglish } from '../../../shared/language/worded.ts';
import type { Ways } from '../../device-group/membership/assumptions.ts';
import { assign } from '../../device-group/membership/group-index.ts';
import { isUnread } from '../../device-group/model/groups-in.ts';
import { type FleetReading, readFleet } from '../../device-group/moves/devices-that-move.ts';
import { groupName } from '../../device-group/words/names.ts';
import type { Device, DeviceGroup } from '../../device-group.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { type DeviceTagsChange, devicesById } from './tag-change.ts';

/** What the rule of the group that the same request makes takes of the devices, and how rules are compared for it. */
export interface MadeGroup {
  readonly name: string;
  readonly devices: number;
  /** Null where no group with a known rule has a device that would tell. */
  readonly reading: FleetReading | null;
}

/**
 * The group that the same request makes first, by a number below zero, and how many of the devices meet its rule once
 * they have the tag: they move there, unless another group that ranks above takes them. Its rule is compared as those
 * of the groups whose rules are known fit the devices in them. Null where none meets it.
 * @param from the ways that were found before
 */
export function madeGroup(
  change: DeviceTagsChange,
  now: TenantSnapshot,
  from: Ways,
  asAsked: (device: Device) => Device,
): MadeGroup | null {
  const group = now.groups?.find(({ id, ungrouped, opaque }) => id < 0 && !ungrouped && !opaque);
  if (!group || change.action !== 'add') return null;
  const reading = knownReading(now, from);
  const listed = change.devices.flatMap(({ id }) => devicesById(now).get(id) ?? []);
  const told = listed.filter(({ tagsUnread }) => !tagsUnread);
  const { winners } = assign(told.map(asAsked), [{ ...group, rank: 1 }], reading?.ways);
  const devices = told.filter((_, at) => winners[at] === 0).length;
  return devices === 0 ? null : { name: storedName(group), devices, reading };
}

/** How the rules that are known are compared, as the devices show that Defender reports in these groups. */
function knownReading({ devices = [], groups = [] }: TenantSnapshot, from: Ways): FleetReading | null {
  const known = groups.filter((one) => one.id >= 0 && !one.ungrouped && !one.opaque && !isUnread(one, 'conditions'));
  const ids = new Set(known.map(({ id }) => id));
  const inside = devices.filter(({ groupId }) => typeof groupId === 'number' && ids.has(groupId));
  // Their order is not known either; each device counts for the group in which it is reported.
  return inside.length === 0
    ? null
    : readFleet(
        inside,
        known.map((one, at) => ({ ...one, rank: at + 1 })),
        from,
      );
}

/** In English, as whoever reads it may have another language. */
export function storedName(group: DeviceGroup): string {
  return inEnglish(() => groupName(group));
}
