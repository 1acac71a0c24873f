import { t } from '../../../shared/language/worded.ts';
import type { Assessment, Fault } from '../../change-kind.ts';
import { lackLines } from '../../device-group/preview/lack-words.ts';
import { countDevices, quoted } from '../../device-group/words/names.ts';
import type { Device } from '../../device-group.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { allGone, calledNow, devicesByIds, withoutSince } from '../devices-by-id.ts';
import { twinDevices } from '../twin-devices.ts';
import { type DeviceTagsChange, devicesById, isSameTag, MOST_DEVICES } from './tag-change.ts';

type Refused = Exclude<Assessment, { verdict: 'open' }>;

/** How many faults are listed one by one. */
const LISTED = 10;

/** A change whose devices were found, or a list of what fits no device or several, and of what cannot be done. */
export function withDevices(change: DeviceTagsChange, now: TenantSnapshot): DeviceTagsChange | Refused {
  const found = foundDevices(change, now);
  if ('verdict' in found) return found;
  const devices = found.devices.toSorted(
    (one, other) => one.name.localeCompare(other.name, 'en') || (one.id < other.id ? -1 : 1),
  );
  const names = { wanted: { names: devices.map(({ name }) => name) } };
  const whole = {
    ...withoutSince<DeviceTagsChange>(change),
    ...(found.since && { ...names, ...found.since }),
    devices,
  };
  if (change.action === 'add') return whole;
  const faults = fixedFaults(change, devices, now);
  return faults.length > 0 ? invalid(faults) : asCarried(whole, now);
}

/** The same with the tag letter by letter as the devices carry it: Defender takes away no other way of writing it. */
function asCarried(change: DeviceTagsChange, now: TenantSnapshot): DeviceTagsChange | Refused {
  const carried = change.devices.map(({ id, name }) => ({
    name,
    tags: [
      ...new Set(
        devicesById(now)
          .get(id)
          ?.tags.filter((one) => isSameTag(one, change.tag)),
      ),
    ],
  }));
  const twice = carried.filter(({ tags }) => tags.length > 1);
  if (twice.length > 0) {
    const told = twice.slice(0, LISTED).map(({ name, tags }) => {
      const ways = tags.map((tag) => `"${tag}"`).join(', ');
      return fault(t`${quoted(name)} has it in two cases: ${ways}. Take one of them away in the portal first.`);
    });
    return invalid([...told, ...more(twice.length - LISTED)]);
  }
  const ways = [...new Set(carried.flatMap(({ tags }) => tags))];
  const [tag = change.tag] = ways;
  if (ways.length < 2) return { ...change, tag };
  const lines = ways.slice(0, LISTED).map((way) => {
    const names = carried.flatMap(({ name, tags }) => (tags.includes(way) ? [quoted(name)] : []));
    const left = names.length - LISTED;
    const shown = names.slice(0, LISTED).join(', ');
    return left > 0 ? t`"${way}" on ${shown} and ${left} more` : t`"${way}" on ${shown}`;
  });
  return invalid([
    fault(t`They carry the tag in several cases: ${lines.join('; ')}. Ask for those of each case by their names.`),
  ]);
}

interface Found {
  readonly devices: DeviceTagsChange['devices'];
  /** Of devices that were found before: what became of them. */
  readonly since?: ReturnType<typeof devicesByIds>['since'];
}

function foundDevices(change: DeviceTagsChange, now: TenantSnapshot): Found | Refused {
  const all = [...devicesById(now).values()].filter(({ state }) => state !== 'merged');
  if (change.devices.length > 0) return byIds(change, now);
  const found =
    'names' in change.wanted ? byNames(change.wanted.names, all, now) : byStart(change.wanted.startsWith, all, now);
  return 'verdict' in found ? found : { devices: found.map((one) => ({ id: one.id, name: calledNow(one) })) };
}

/** Devices that were found before: the same ones, whatever they are called now. */
function byIds({ devices }: DeviceTagsChange, now: TenantSnapshot): Found | Refused {
  const { kept, since } = devicesByIds(devices, now);
  if (kept.length === 0) return invalid([fault(allGone(since))]);
  return {
    devices: kept.map(({ was, device }) => ({ id: was.id, name: device ? calledNow(device) : was.name })),
    since,
  };
}

function byNames(names: readonly string[], all: readonly Device[], now: TenantSnapshot): readonly Device[] | Refused {
  const byName = new Map<string, Device[]>();
  for (const device of all)
    for (const name of new Set([device.id, device.name, device.dnsName].map((one) => one.toLowerCase())))
      if (name !== '') byName.set(name, [...(byName.get(name) ?? []), device]);
  const found = new Map<string, Device>();
  const faults: Fault[] = [];
  for (const name of new Set(names.map((one) => one.toLowerCase()))) {
    const [first, ...others] = byName.get(name) ?? [];
    const typed = quoted(names.find((one) => one.toLowerCase() === name) ?? name);
    if (first === undefined) faults.push(fault(t`Defender's list has no device called ${typed}.`));
    else if (others.length > 0) faults.push(fault(twinDevices(typed, [first, ...others])));
    else found.set(first.id, first);
  }
  if (faults.length === 0) return [...found.values()];
  return invalid([
    ...faults.slice(0, LISTED),
    ...more(faults.length - LISTED),
    ...lackLines(now.devicesLack).map(fault),
  ]);
}

function byStart(start: string, all: readonly Device[], now: TenantSnapshot): readonly Device[] | Refused {
  const found = all.filter(({ name }) => name.toLowerCase().startsWith(start.toLowerCase()));
  if (found.length === 0)
    return invalid([
      fault(t`No device's name starts with ${quoted(start)}.`),
      ...lackLines(now.devicesLack).map(fault),
    ]);
  if (found.length <= MOST_DEVICES) return found;
  return invalid([fault(t`${countDevices(found.length)} start with that; one request takes ${MOST_DEVICES} at most.`)]);
}

/** Tags that no API takes away, as far as hunting tells where they come from. */
function fixedFaults(
  { tag }: DeviceTagsChange,
  devices: DeviceTagsChange['devices'],
  { tags }: TenantSnapshot,
): readonly Fault[] {
  const origins = new Map((tags?.found ?? []).map((one) => [one.deviceId.toLowerCase(), one]));
  const faults = devices.flatMap(({ id, name }) => {
    const of = origins.get(id.toLowerCase());
    if (of?.dynamic.some((one) => isSameTag(one, tag)))
      return [fault(t`${quoted(name)} has ${quoted(tag)} by an asset rule, which no API changes.`)];
    if (of?.registry.some((one) => isSameTag(one, tag)))
      return [fault(t`${quoted(name)} has ${quoted(tag)} by its registry or a profile: it would come back.`)];
    return [];
  });
  return [...faults.slice(0, LISTED), ...more(faults.length - LISTED)];
}

function more(count: number): readonly Fault[] {
  return count > 0 ? [fault(t`The same of ${count} more.`)] : [];
}

function fault(message: string): Fault {
  return { field: 'devices', message };
}

function invalid(faults: readonly Fault[]): Refused {
  return { verdict: 'invalid', faults };
}
