import { lackLines } from '../../../changes/device-group/preview/lack-words.ts';
import { groupName, quoted } from '../../../changes/device-group/words/names.ts';
import { levelWords } from '../../../changes/remediation-level.ts';
import { ALERT_ID } from '../../../changes/supported/alerts/alert-entry.ts';
import type { IndicatorType, Sort } from '../../../changes/supported/indicators/indicator-types.ts';
import { type Normalised, normaliseValue } from '../../../changes/supported/indicators/normalise-value.ts';
import type { IndicatorRecord, TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import { errorFields, isAirlockError } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';
import type { AlertFacts } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import { howKnown } from '../about-settings.ts';
import { devicesNamed, isCalledById, withId } from '../named-devices.ts';
import { type KnownDevice, namesBeside, type Twins } from './asked-device.ts';

/** A device of a verdict. `group` is empty for the ungrouped devices, null where it is not told. */
export interface SubjectDevice extends KnownDevice {
  /** As a card calls it, and as a command names it. */
  readonly called: string;
  readonly typed: string;
  readonly group: string | null;
  /** Its system as Defender names it; absent where it is not told. */
  readonly os?: string;
}

/** What an indicator can name. `label` is the name of a file, empty where none is told. */
export interface SubjectValue {
  readonly type: IndicatorType;
  readonly value: string;
  readonly label: string;
  /** The indicator of it that Defender lists; absent where there is none, and until that is read. */
  readonly stands?: IndicatorRecord;
}

type Named = Pick<SubjectValue, 'type' | 'value'>;

/** What a verdict is about. */
export interface VerdictSubject {
  readonly alert: AlertFacts | null;
  readonly values: readonly SubjectValue[];
  readonly devices: readonly SubjectDevice[];
  /** What requests that name this alert have done and still stands; absent until that is read. */
  readonly decided?: readonly string[];
  /** How what was typed was understood, and what of the alert no indicator can name. */
  readonly notes: readonly string[];
}

/** What somebody typed, and what they called it; without a word for it, its form tells. */
export interface Meant {
  readonly of: string;
  readonly sort?: Sort;
}

const IN_LINK = /^<?https:\/\/[^/\s]+\/alerts\/([^/?#\s>]+)/iu;

/** The id of an alert in what somebody typed: the id itself, or a link to its page; null for anything else. */
function alertIdIn(text: string): string | null {
  const id = IN_LINK.exec(text)?.[1] ?? text;
  return ALERT_ID.test(id) ? id : null;
}

/**
 * What is meant: an alert, what an indicator names, or a device by its name.
 * @returns why there is nothing of the kind, in a sentence; or the devices of this name, where there are several
 * @throws AirlockError the tenant's errors
 */
export async function subjectOf(
  services: Services,
  { of, sort }: Meant,
): Promise<VerdictSubject | Twins | { readonly why: string }> {
  const id = alertIdIn(of);
  if (id !== null) {
    const alert = await services.center.alert(id);
    return alert === null ? { why: t`Microsoft Graph lists no alert ${id}.` } : ofAlert(alert);
  }
  const read = normaliseValue(of, sort);
  if (sort !== undefined) return 'fault' in read ? { why: read.fault } : ofValue(read);
  if (looksLikeDevice(of, read)) {
    const device = ofDevice(await services.tenant.read(['groups', 'devices'], 'recent'), of);
    if (!('why' in device) || 'fault' in read) return device;
    return ofValue(read, [t`No device that Airlock can read is called so: it is taken for a domain.`]);
  }
  if ('fault' in read) return { why: read.fault };
  return (read.type === 'FileSha1' ? await deviceById(services, of) : null) ?? ofValue(read);
}

/** The device of this id, which is forty digits as the hash of a file is; null where none is read. */
async function deviceById({ tenant, log }: Services, id: string): Promise<VerdictSubject | Twins | null> {
  try {
    const device = ofDevice(await tenant.read(['groups', 'devices'], 'recent'), id);
    return 'why' in device ? null : device;
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    log.warn(errorFields(error), 'not read whether a device has this id: it is taken for a file');
    return null;
  }
}

/** A domain may be the whole DNS name of a device. What has a slash or a colon is none, and no address is. */
function looksLikeDevice(of: string, read: Normalised): boolean {
  return 'fault' in read ? !/[/:]|^[0-9.]+$/u.test(of) : read.type === 'DomainName';
}

function ofValue({ type, value }: Named, notes: readonly string[] = []): VerdictSubject {
  const both =
    type === 'FileSha1' ? [t`Forty digits are taken for a file. For a certificate, write that word before them.`] : [];
  return { alert: null, values: [{ type, value, label: '' }], devices: [], notes: [...notes, ...both] };
}

function ofAlert(alert: AlertFacts): VerdictSubject {
  const devices = alert.entities.filter(({ kind }) => kind === 'device');
  const named = alert.entities.flatMap(({ kind, value, label }) => {
    const sort = kind === 'file' || kind === 'ip' || kind === 'url' ? kind : null;
    return sort === null ? [] : [{ read: normaliseValue(value, sort), label }];
  });
  return {
    alert,
    values: named.flatMap(({ read, label }) => ('fault' in read ? [] : [{ ...read, label }])),
    devices: devices.map(({ value, group, deviceId: id }) => ({
      ...{ name: value, called: quoted(value), typed: id ?? value, group: group ?? null },
      ...(id !== undefined && { id }),
    })),
    notes: named.flatMap(({ read }) => ('fault' in read ? [t`No indicator can be made of it: ${read.fault}`] : [])),
  };
}

function ofDevice(now: TenantSnapshot, name: string): VerdictSubject | Twins | { readonly why: string } {
  const { devices = [], groups = [], devicesLack } = now;
  const [device, ...others] = devicesNamed(devices, name);
  if (!device) {
    const none = t`Defender's list of devices has none called ${quoted(name)}.`;
    return { why: [none, ...lackLines(devicesLack)].join(' ') };
  }
  if (others.length > 0) return { twins: [device, ...others], now };
  const group = groups.find(({ id, ungrouped }) => (device.groupId === null ? ungrouped : id === device.groupId));
  const named = group === undefined ? null : group.ungrouped ? '' : group.name;
  const own = device.dnsName || device.name;
  // Asked for by its id, it may be one of several of its name.
  const says = isCalledById(device, name)
    ? { called: withId(device), typed: device.id }
    : { called: quoted(own), typed: own };
  return {
    alert: null,
    values: [],
    devices: [{ name: own, id: device.id, others: namesBeside(device, devices), group: named, os: device.os, ...says }],
    notes: [],
  };
}

/** In which group a device is, and what may be remedied there by itself. */
export async function groupWords({ tenant }: Pick<Services, 'tenant'>, device: SubjectDevice): Promise<string> {
  const { group: name } = device;
  if (name === null) return t`Its device group was not told.`;
  try {
    const now = await tenant.read(['groups'], 'recent');
    const group = (now.groups ?? []).find((one) => (name === '' ? one.ungrouped : one.name === name));
    if (!group) return name === '' ? t`In no device group.` : t`In ${quoted(name)}, which is not listed now.`;
    const how = howKnown(group, now, 'level');
    return t`In ${quoted(groupName(group))}, whose level is: ${levelWords(group.level)}${how === null ? '' : `, ${how}`}.`;
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const where = name === '' ? t`no device group` : quoted(name);
    return t`In ${where}. The level was not read: ${error.message}`;
  }
}
