import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import { numberWords } from '../../../shared/language/number-words.ts';
import { say, t } from '../../../shared/language/worded.ts';
import { sameName } from '../../../shared/name-keys.ts';
import type { Assessment, Fault } from '../../change-kind.ts';
import { isUnread } from '../../device-group/model/groups-in.ts';
import { isPartial } from '../../device-group/preview/lack-words.ts';
import { twinWords } from '../../device-group/words/field-words.ts';
import { quoted, UNGROUPED as UNGROUPED_NAME } from '../../device-group/words/names.ts';
import type { Device, DeviceGroup } from '../../device-group.ts';
import { type TenantSnapshot, writtenName } from '../../tenant-snapshot.ts';
import { allGone, calledNow, devicesByIds, SINCE, withoutSince } from '../devices-by-id.ts';
import { TOLD_ALERT } from '../told-alert.ts';
import { twinDevices } from '../twin-devices.ts';
import { TOLD, type ToldDevices, toldOf, toldRows } from './left-out-devices.ts';

/** The most devices that one request can name. */
const MOST = 5_000;

const deviceSchema = z
  .strictObject({ id: z.string().min(1).max(200), name: z.string().max(256), os: z.string().max(64) })
  .readonly();

/** A device that something is done on. */
type ActedDevice = Readonly<z.infer<typeof deviceSchema>>;

/** The parts of a change that say on which devices something is done. */
export const DEVICES = {
  /** As typed: names of devices, the name of a device group, or how names begin. */
  wanted: z.union([
    z.strictObject({ names: z.array(z.string().min(1).max(256)).min(1).max(MOST).readonly() }).readonly(),
    z.strictObject({ group: z.string().min(1).max(256) }).readonly(),
    z.strictObject({ startsWith: z.string().min(1).max(256) }).readonly(),
  ]),
  /** The devices that were found by that; empty until the tenant was read. */
  devices: z.array(deviceSchema).max(MOST).readonly(),
  /** How many devices of the group are left out, since it cannot be done on them. */
  leftOut: z.int().min(0),
  ...TOLD,
  ...SINCE,
  alert: TOLD_ALERT.exactOptional(),
};

const schema = z.strictObject(DEVICES).readonly();

export type OnDevices = Readonly<z.infer<typeof schema>>;

/** Platforms, as they begin, on which something can be done (learn: respond-machine-alerts, run-av-scan). */
export type Platforms = readonly string[];

/** Whether it can be done on a device of this system, as far as it is told. */
export function fits(os: string, platforms: Platforms): boolean {
  return os === '' || platforms.some((prefix) => os.toLowerCase().startsWith(prefix.toLowerCase()));
}

/**
 * The change with its devices found in the tenant. A device that was named and on which it cannot be done is a fault;
 * of a group such devices are left out, and counted.
 */
export function withDevices<C extends OnDevices>(
  change: C,
  now: TenantSnapshot,
  platforms: Platforms,
): C | Exclude<Assessment, { verdict: 'open' }> {
  const found = foundFor(change, now);
  if ('faults' in found) return { verdict: 'invalid', faults: found.faults };
  const able = found.devices.filter(({ os }) => fits(os, platforms));
  if (able.length === 0) return { verdict: 'unsupported', why: cannot(found.devices) };
  if (able.length < found.devices.length && 'names' in change.wanted) {
    const unable = found.devices.filter((one) => !able.includes(one));
    return { verdict: 'invalid', faults: [{ field: 'devices', message: cannot(unable) }] };
  }
  const { told: _told, short: _short, ...rest } = withoutSince<OnDevices>(change);
  return {
    ...rest,
    ...(found.since && { wanted: { names: able.map(({ name }) => name) }, ...found.since }),
    devices: able,
    leftOut: found.devices.length - able.length,
    ...found.told,
  } as unknown as C;
}

function cannot(devices: readonly ActedDevice[]): string {
  const [first] = devices;
  const systems = [...new Set(devices.map(({ os }) => os))].join(', ');
  if (devices.length === 1 && first) return t`Defender cannot do this on ${first.name}: its system is ${systems}.`;
  return t`Defender cannot do this on ${devices.length} of these devices: their systems are ${systems}.`;
}

type Found =
  | {
      readonly devices: readonly ActedDevice[];
      readonly told: ToldDevices;
      /** Of devices that were found before: what became of them. */
      readonly since?: ReturnType<typeof devicesByIds>['since'];
    }
  | { readonly faults: readonly Fault[] };

/** A group is looked up anew; what was found by names is the same devices, whatever they are called now. */
function foundFor({ wanted, devices }: OnDevices, now: TenantSnapshot): Found {
  if (devices.length > 0 && !('group' in wanted)) return byIds(devices, now);
  if ('names' in wanted) return byNames(wanted.names, now);
  const found = 'group' in wanted ? ofGroup(wanted.group, now) : byStart(wanted.startsWith, now);
  if ('faults' in found || found.devices.length <= MOST) return found;
  const [are, most] = [numberWords(found.devices.length), numberWords(MOST)];
  return fault(t`These are ${are} devices; one request takes ${most} at most.`);
}

function byIds(before: readonly ActedDevice[], now: TenantSnapshot): Found {
  devicesOf(now);
  const { kept, since } = devicesByIds(before, now);
  if (kept.length === 0) return fault(allGone(since));
  const untold = ({ id, name }: ActedDevice) => ({ id, name, dnsName: name, state: 'unknown' as const });
  const records = kept.map(({ was, device }) => device ?? untold(was));
  return {
    devices: kept.map(({ was, device }) => (device ? acted(device) : was)),
    told: toldOf(
      records.filter(({ state }) => state !== 'onboarded'),
      [],
      now,
    ),
    since,
  };
}

/** Onboarded devices alone, as of a group. */
function byStart(start: string, now: TenantSnapshot): Found {
  const begins = devicesOf(now).filter(
    ({ name, state }) => state !== 'merged' && name.toLowerCase().startsWith(start.toLowerCase()),
  );
  const devices = begins.filter(({ state }) => state === 'onboarded');
  const told = toldOf(
    begins.filter((one) => !devices.includes(one)),
    [],
    now,
  );
  if (devices.length > 0) return { devices: devices.map(acted), told };
  return noneOf(t`Defender reports no onboarded device whose name starts with "${start}".`, told);
}

/** Why there is nothing to do it on, and what was left out. */
function noneOf(why: string, told: ToldDevices): Found {
  return fault([why, ...toldRows(told, true).map(({ to }) => `${to}.`.replace('..', '.'))].join(' '));
}

function ofGroup(typed: string, now: TenantSnapshot): Found {
  const groups = (now.groups ?? []).filter(({ ungrouped }) => !ungrouped);
  const exact = groups.filter((one) => writtenName(now, one) === typed);
  const [group, ...others] = exact.length > 0 ? exact : groups.filter(({ name }) => sameName(name, typed));
  if (!group && UNGROUPED.test(typed.trim())) return inGroup({ id: null, name: say(UNGROUPED_NAME) }, now);
  const isWhole = now.groupsLack === undefined && !groups.some((one) => isUnread(one, 'name'));
  if (!group && isWhole) return fault(t`No device group is called "${typed}".`);
  if (!group) return fault(t`No device group called ${quoted(typed)} could be read, and not every group could.`);
  if (group.twins) return fault(twinWords(group.id));
  if (others.length > 0)
    return fault(t`Several device groups are called "${typed}": write it letter by letter as Defender has it.`);
  return inGroup(group, now);
}

/** How people call the devices that no group takes; Defender reports them without a group. */
const UNGROUPED =
  /^(?:ungrouped|unassigned|nicht gruppierte|nicht gruppierten|ungruppierte|ungruppierten)(?: (?:devices?|geräte))?(?: \(default\))?$/iu;

/** @param group without a number: the devices that no group takes */
function inGroup(group: Pick<DeviceGroup, 'name'> & { readonly id: number | null }, now: TenantSnapshot): Found {
  const all = devicesOf(now).filter(({ state }) => state !== 'merged');
  const own = all.filter(({ groupId }) => groupId === group.id);
  const devices = own.filter(({ state }) => state === 'onboarded');
  const untold = all.filter(({ groupId }) => groupId === 'unknown');
  const told = toldOf(
    own.filter((one) => !devices.includes(one)),
    untold,
    now,
  );
  if (devices.length > 0) return { devices: devices.map(acted), told };
  return noneOf(t`Defender reports no onboarded device in "${group.name}".`, told);
}

function byNames(names: readonly string[], now: TenantSnapshot): Found {
  const all = devicesOf(now);
  const once = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
  const picked = once.map((name) => ({ name, found: all.filter((one) => isNamed(one, name)) }));
  const faults = picked.filter(({ found }) => found.length !== 1);
  if (faults.length > 0) return { faults: faults.map(({ name, found }) => unfound(name, found, now)) };
  const devices = [...new Set(picked.flatMap(({ found }) => found))];
  return {
    devices: devices.map(acted),
    told: toldOf(
      devices.filter(({ state }) => state !== 'onboarded'),
      [],
      now,
    ),
  };
}

function unfound(name: string, found: readonly Device[], { devices, devicesLack }: TenantSnapshot): Fault {
  const isKnown = !isPartial(devicesLack) && !devices?.some(({ dnsName }) => dnsName === '');
  const none = isKnown
    ? t`No device is called ${name}.`
    : t`No device called ${name} could be read, and not every device could.`;
  return { field: 'devices', message: found.length === 0 ? none : twinDevices(name, found) };
}

function fault(message: string): Found {
  return { faults: [{ field: 'devices', message }] };
}

function isNamed({ id, name, dnsName, state }: Device, typed: string): boolean {
  if (state === 'merged') return false;
  return [id, name, dnsName].some((one) => one.toLowerCase() === typed.toLowerCase());
}

function devicesOf({ devices }: TenantSnapshot): readonly Device[] {
  if (devices) return devices;
  throw new AirlockError('internal', 'The devices were not read, so none can be found by its name.');
}

function acted(device: Device): ActedDevice {
  return { id: device.id, name: calledNow(device), os: device.os.slice(0, 64) };
}

/** How a title calls the devices: by name, or as a number. */
export function devicesWords({ devices, wanted, leftOut }: OnDevices): string {
  const [first] = devices;
  if ('group' in wanted && devices.length === 0) return t`the devices of ${wanted.group}`;
  if ('group' in wanted)
    return leftOut > 0
      ? t`${counted(devices.length)} of ${wanted.group} (${leftOut} left out)`
      : t`${counted(devices.length)} of ${wanted.group}`;
  if ('startsWith' in wanted) return startWords({ devices, wanted, leftOut });
  if (devices.length === 1 && first) return first.name;
  if (devices.length === 0 && wanted.names.length === 1) return wanted.names[0] ?? '';
  return counted(devices.length || wanted.names.length);
}

function startWords({ devices, wanted, leftOut }: OnDevices): string {
  const start = 'startsWith' in wanted ? wanted.startsWith : '';
  if (devices.length === 0) return t`the devices whose names start with ${start}`;
  const [first] = devices;
  if (devices.length === 1 && first && leftOut === 0) return first.name;
  const count = counted(devices.length);
  return leftOut > 0
    ? t`${count} whose names start with ${start} (${leftOut} left out)`
    : t`${count} whose names start with ${start}`;
}

export function counted(count: number): string {
  return count === 1 ? t`1 device` : t`${numberWords(count)} devices`;
}

const LISTED = 10;

/** The names of the devices, as many as a card has room for. */
export function deviceList({ devices }: Pick<OnDevices, 'devices'>): string {
  const shown = devices.slice(0, LISTED).map(({ name }) => name);
  const more = devices.length - shown.length;
  return more > 0 ? t`${shown.join(', ')} and ${numberWords(more)} more` : shown.join(', ');
}
