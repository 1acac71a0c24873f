import { quoted } from '../../../changes/device-group/words/names.ts';
import { type Device, isSameDeviceName } from '../../../changes/device-group.ts';
import { errorFields, isAirlockError } from '../../../shared/errors.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { CenterData, CenterLine, DeviceAct, DeviceActs, Lack, Seen } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import type { Place } from '../../rules/shared-places.ts';
import type { STANDINGS } from '../question.ts';
import { actLine, actsKnown, isOf, unreadActs, unsureActs } from './about-acts.ts';
import { type AskedDevice, askedDevice, type KnownDevice, whichDevice } from './asked-device.ts';
import { portalPage } from './portal-links.ts';

export type Standing = (typeof STANDINGS)[number];

interface Family {
  /** What leads to it, and what ends it, by Defender's names. */
  readonly begins: string;
  readonly ends: string | null;
  readonly words: string;
  readonly not: string;
}

const FAMILIES: Readonly<Record<Standing, Family>> = {
  isolated: { begins: 'Isolate', ends: 'Unisolate', words: msg`isolated`, not: msg`not isolated any more` },
  restricted: {
    begins: 'RestrictCodeExecution',
    ends: 'UnrestrictCodeExecution',
    words: msg`restricted`,
    not: msg`not restricted any more`,
  },
  scanned: { begins: 'RunAntiVirusScan', ends: null, words: msg`scanned`, not: '' },
};

const OPEN: readonly (string | null)[] = ['Pending', 'InProgress'];

/** How many actions a card shows. */
const SHOWN = 4;

type StandingServices = Pick<Services, 'center' | 'tenant' | 'tenantId' | 'store' | 'log' | 'meter' | 'clock'>;

/**
 * How a device stands by the actions of the last 30 days, or which devices stand so. A list that was not read to its
 * end tells what it holds, and never that there is nothing else.
 * @param on the name or the id of a device; null for all
 */
export async function aboutStanding(
  services: StandingServices,
  standing: Standing,
  on: string | null,
  place: Place | null = null,
): Promise<CenterData> {
  const device = on === null ? null : await askedDevice(services, on);
  if (device !== null && 'twins' in device)
    return whichDevice(device, on ?? '', (id) => `is ${id} ${standing === 'scanned' ? 'being scanned' : standing}`);
  const all = await actsKnown(services);
  const { begins, ends } = FAMILIES[standing];
  const acts = all.acts.filter(({ type }) => type === begins || type === ends);
  const stands = standsIn(device === null ? acts : acts.filter((act) => isOf(act, device)), FAMILIES[standing]);
  const own = device === null ? stands.filter(isSo).map(({ told }) => told) : acts.filter((act) => isOf(act, device));
  const odd = device === null ? oddOf(acts, stands) : 0;
  const listed = own.length > 0 ? await devicesListed(services) : [];
  return {
    tone: 'info',
    title: device === null ? titleOfAll(own, all, standing, odd) : titleOf(stands, all, { standing, device }),
    lines: await Promise.all(own.slice(0, SHOWN).map((act) => lineNow(services, act, { listed, place }))),
    notes: [
      ...(own.length > SHOWN ? [t`${own.length - SHOWN} more are not shown.`] : []),
      ...(odd > 0
        ? [t`${odd} more: how they stand is not known, since an action does not tell its device or outcome.`]
        : []),
      ...unsureActs(acts, device),
      say(BY_ACTIONS),
    ],
    unread: [...unreadActs(all), ...(device?.unread ?? [])],
    readAt: all.readAt,
    buttons: [
      { title: t`All actions`, say: on === null ? 'actions' : `actions on ${on}` },
      portalPage('pending', services.tenantId),
    ],
  };
}

/** The devices as listed; none where they cannot be read: an action then names its device as when it was ordered. */
async function devicesListed({ tenant, log }: StandingServices): Promise<readonly Device[]> {
  try {
    return (await tenant.read(['groups', 'devices'], 'recent')).devices ?? [];
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    log.warn(errorFields(error), 'the devices could not be read: they are named as when an action was ordered');
    return [];
  }
}

/** An action on a device as that is called now; its name of then beside it. */
async function lineNow(
  services: StandingServices,
  act: DeviceAct,
  { listed, place }: { readonly listed: readonly Device[]; readonly place: Place | null },
): Promise<CenterLine> {
  const device = listed.find(({ id }) => id.toLowerCase() === act.deviceId?.toLowerCase());
  const called = device?.dnsName || device?.name;
  if (!called || act.device === null || isSameDeviceName(called, act.device)) return actLine(services, act, place);
  const line = await actLine(services, { ...act, device: called }, place);
  return { ...line, facts: [...line.facts, t`The device was called ${quoted(act.device)} then.`] };
}

const BY_ACTIONS = msg`By the actions of the last 30 days: what was ordered earlier, or at the device itself, is not among them.`;

function isWhole(seen: Seen<Lack>): boolean {
  return 'value' in seen && !seen.value.more && seen.value.leftOut === 0;
}

/** How a device stands, and the action that tells it. `untold`: the outcome of an action that may count is not. */
interface Stands {
  readonly how: 'ordered' | 'ending' | 'so' | 'not' | 'undone' | 'untold';
  readonly told: DeviceAct;
}

const FAILED: readonly (string | null)[] = ['Failed', 'TimeOut', 'Cancelled'];

/** How each device stands that these actions name, the latest first. */
function standsIn(acts: readonly DeviceAct[], family: Family): readonly Stands[] {
  const devices: DeviceAct[][] = [];
  for (const act of acts) {
    if (act.device === null) continue;
    const known = devices.find((own) => own.every((other) => isOfOne(act, other)));
    if (known) known.push(act);
    else devices.push([act]);
  }
  return devices.flatMap((own) => standsBy(own, family) ?? []);
}

/** Whether two actions are about one device: by its id where both tell it, since others may have its name. */
function isOfOne({ device, deviceId }: DeviceAct, other: DeviceAct): boolean {
  if (deviceId !== undefined && other.deviceId !== undefined)
    return deviceId.toLowerCase() === other.deviceId.toLowerCase();
  return device !== null && other.device !== null && isSameDeviceName(device, other.device);
}

/** By the actions on one device, the latest first. */
function standsBy(acts: readonly DeviceAct[], { begins, ends }: Family): Stands | null {
  const [latest] = acts;
  if (!latest) return null;
  const done = acts.find(({ status }) => !OPEN.includes(status) && !FAILED.includes(status));
  if (OPEN.includes(latest.status)) {
    const how = latest.type === begins ? 'ordered' : 'ending';
    return { how, told: how === 'ending' && done ? done : latest };
  }
  if (!done) return { how: 'undone', told: latest };
  if (done.status !== 'Succeeded') return { how: 'untold', told: done };
  return { how: done.type === begins && ends !== null ? 'so' : 'not', told: done };
}

/** How one device stands; null where no action was done on it. @param acts the latest first */
export function howStands(acts: readonly DeviceAct[], device: KnownDevice, standing: Standing): Stands['how'] | null {
  const { begins, ends } = FAMILIES[standing];
  const own = acts.filter((act) => isOf(act, device) && (act.type === begins || act.type === ends));
  return standsBy(own, FAMILIES[standing])?.how ?? null;
}

/** What is listed as so: a scan that runs, and what was done and whose undoing is only ordered. */
function isSo({ how, told: { type, status } }: Stands): boolean {
  if (type === FAMILIES.scanned.begins) return how === 'ordered';
  const isDone = status === 'Succeeded' && [FAMILIES.isolated.begins, FAMILIES.restricted.begins].includes(type);
  return how === 'so' || (how === 'ending' && isDone);
}

/** How many devices stand in a way that is not known, and actions of devices that are not told. */
function oddOf(acts: readonly DeviceAct[], stands: readonly Stands[]): number {
  return acts.filter(({ device }) => device === null).length + stands.filter(({ how }) => how === 'untold').length;
}

function titleOf(
  [stands]: readonly Stands[],
  { list }: DeviceActs,
  { standing, device }: { readonly standing: Standing; readonly device: AskedDevice },
): string {
  const words = say(FAMILIES[standing].words);
  const name = device.called;
  if (!stands)
    return isWhole(list) ? t`No action tells that ${name} was ${words}` : t`Not read whether ${name} is ${words}`;
  const asRead = isWhole(list) ? '' : t`, as far as was read`;
  switch (stands.how) {
    case 'ordered':
      return t`${name}: ordered, not done yet`;
    case 'ending':
      return t`${name}: its undoing is ordered, not done yet`;
    case 'undone':
      return t`${name}: no such action is listed as done${asRead}`;
    case 'untold':
      return stands.told.from === 'own'
        ? t`Not known whether ${name} is ${words}: an order of Airlock got no clear answer`
        : t`Not known whether ${name} is ${words}: the outcome of an action is not told`;
    case 'so':
      return t`${name} is ${words}${asRead}`;
    case 'not':
      if (standing === 'scanned') return t`${name}: no scan runs; the last one is done${asRead}`;
      return t`${name} is ${say(FAMILIES[standing].not)}${asRead}`;
  }
}

function titleOfAll(devices: readonly DeviceAct[], { list }: DeviceActs, standing: Standing, odd: number): string {
  const words = standing === 'scanned' ? t`being scanned` : say(FAMILIES[standing].words);
  const isKnown = isWhole(list) && odd === 0;
  if (devices.length === 0 && isWhole(list) && odd > 0) return t`Not known which devices are ${words}`;
  if (devices.length === 0)
    return isKnown ? t`No device is listed as ${words}` : t`Not read which devices are ${words}`;
  const count = devices.length === 1 ? t`1 device is ${words}` : t`${devices.length} devices are ${words}`;
  if (isKnown) return count;
  return devices.length === 1 ? t`At least 1 device is ${words}` : t`At least ${devices.length} devices are ${words}`;
}
