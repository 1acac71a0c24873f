import { lackLines } from '../../../changes/device-group/preview/lack-words.ts';
import { groupName, quoted } from '../../../changes/device-group/words/names.ts';
import { type Device, isSameDeviceName } from '../../../changes/device-group.ts';
import { twinSigns } from '../../../changes/supported/twin-devices.ts';
import type { TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import { errorFields, isAirlockError } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';
import type { CenterData } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import { devicesNamed, isCalledById, withId } from '../named-devices.ts';

/** A device by how people name it, and by its id where that is known: others may have its name. */
export interface KnownDevice {
  readonly name: string;
  readonly id?: string;
  /** What other devices are called that a name alone does not tell from it. */
  readonly others?: readonly string[];
}

/** The device that a question is about. */
export interface AskedDevice extends KnownDevice {
  /** How an answer calls it. */
  readonly called: string;
  /** What of the list of devices was not read, in sentences. */
  readonly unread: readonly string[];
}

/** Several devices of the name that somebody typed, and what was read of them. */
export interface Twins {
  readonly twins: readonly Device[];
  readonly now: TenantSnapshot;
}

type DeviceServices = Pick<Services, 'tenant' | 'log'>;

/**
 * The device that somebody names in a question: by its name, its whole DNS name or its id. One that is not listed, or
 * whose list cannot be read, is known by what was typed alone.
 */
export async function askedDevice({ tenant, log }: DeviceServices, typed: string): Promise<AskedDevice | Twins> {
  try {
    return asListed(await tenant.read(['groups', 'devices'], 'recent'), typed);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    log.warn(errorFields(error), 'the devices could not be read: a question goes by what was typed');
    return {
      ...{ name: typed, called: quoted(typed) },
      unread: [t`List of devices: not read. Whether others have its name is not known.`],
    };
  }
}

function asListed(now: TenantSnapshot, typed: string): AskedDevice | Twins {
  const { devices = [], devicesLack } = now;
  const unread = lackLines(devicesLack);
  const [device, ...others] = devicesNamed(devices, typed);
  if (!device) return { name: typed, called: quoted(typed), unread };
  if (others.length > 0) return { twins: [device, ...others], now };
  const name = nameOf(device);
  const called = isCalledById(device, typed) ? withId(device) : quoted(typed);
  return { name, id: device.id, others: namesBeside(device, devices), called, unread };
}

/** What other devices are called that may have its name. */
export function namesBeside(device: Device, devices: readonly Device[]): readonly string[] {
  if (device.name === '') return [];
  return devicesNamed(devices, device.name).flatMap((one) => (one.id === device.id ? [] : [nameOf(one)]));
}

/** How many devices of one name a card shows. */
const SHOWN = 6;

/** Asks which of several devices of one name is meant. @param ask what is typed about the device of an id */
export function whichDevice({ twins, now }: Twins, typed: string, ask: (id: string) => string): CenterData {
  const shown = twins.slice(0, SHOWN);
  const more = twins.length - shown.length;
  return {
    tone: 'info',
    title: t`${twins.length} devices are called ${quoted(typed)}`,
    lines: shown.map((device) => ({
      title: nameOf(device),
      facts: [t`Id ${device.id}.`, t`${groupSaid(device, now)} Besides: ${twinSigns(device)}.`],
      buttons: [{ title: t`This one`, say: ask(device.id) }],
    })),
    notes: more > 0 ? [t`${more} more are not shown. Write the id of one in place of the name.`] : [],
    unread: lackLines(now.devicesLack),
    readAt: now.readAt,
    buttons: [],
  };
}

function groupSaid({ groupId }: Device, { groups = [] }: TenantSnapshot): string {
  const group = groups.find(({ id, ungrouped }) => (groupId === null ? ungrouped : id === groupId));
  return group === undefined ? t`Its device group was not told.` : t`In ${quoted(groupName(group))}.`;
}

/** What somebody did on a device or an alert tells of it: its name as told, and its id where that is told. */
interface Told {
  readonly name: string | null;
  readonly id: string | undefined;
}

/**
 * Whether what is told is about this device: by the ids of both, else by a name, whole or its first label, in any case;
 * by an id that was typed, too. A name that another device may have tells nothing.
 */
export function isThatDevice(told: Told, device: KnownDevice): boolean {
  if (told.id !== undefined && device.id !== undefined) return told.id.toLowerCase() === device.id.toLowerCase();
  if (told.id?.toLowerCase() === device.name.toLowerCase()) return true;
  return isCalledAlike(told, device) && !isOfOthers(told, device);
}

/** Whether it may be about this device or about another of its name, since no id is told. */
function mayBeThatDevice(told: Told, device: KnownDevice): boolean {
  return told.id === undefined && isCalledAlike(told, device) && isOfOthers(told, device);
}

/** That something tells no id, and may be about another device of the name; none where nothing is. */
export function unsureLines(all: readonly Told[], device: KnownDevice | null): readonly string[] {
  const unsure = device === null ? 0 : all.filter((told) => mayBeThatDevice(told, device)).length;
  return unsure === 0 ? [] : [t`${unsure} more name no id: each may be on another device of this name.`];
}

function isCalledAlike({ name }: Told, device: KnownDevice): boolean {
  return name !== null && isSameDeviceName(name, device.name);
}

function isOfOthers({ name }: Told, { others = [] }: KnownDevice): boolean {
  return name !== null && others.some((other) => isSameDeviceName(name, other));
}

function nameOf({ dnsName, name }: Device): string {
  return dnsName || name;
}
