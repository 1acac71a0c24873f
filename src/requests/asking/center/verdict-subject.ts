import { foldCase } from '../../../changes/device-group/model/fold.ts';
import { lackLines } from '../../../changes/device-group/preview/lack-words.ts';
import { groupName, quoted } from '../../../changes/device-group/words/names.ts';
import { levelWords } from '../../../changes/remediation-level.ts';
import { ALERT_ID } from '../../../changes/supported/alerts/alert-entry.ts';
import { normaliseValue } from '../../../changes/supported/indicators/normalise-value.ts';
import type { TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';
import type { AlertFacts } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import { howKnown } from '../about-settings.ts';

/** A device of a verdict. `group` is empty for the ungrouped devices, null where it is not told. */
export interface SubjectDevice {
  readonly name: string;
  readonly group: string | null;
}

/** What a verdict is about. */
export interface VerdictSubject {
  readonly alert: AlertFacts | null;
  readonly files: readonly { readonly value: string; readonly label: string }[];
  readonly devices: readonly SubjectDevice[];
}

const IN_LINK = /^<?https:\/\/[^/\s]+\/alerts\/([^/?#\s>]+)/iu;

/** The id of an alert in what somebody typed: the id itself, or a link to its page; null for anything else. */
function alertIdIn(text: string): string | null {
  const id = IN_LINK.exec(text)?.[1] ?? text;
  return ALERT_ID.test(id) ? id : null;
}

/**
 * What is meant: an alert, a file by its hash, or a device by its name.
 * @returns why there is nothing of the kind, in a sentence
 * @throws AirlockError the tenant's errors
 */
export async function subjectOf(services: Services, of: string): Promise<VerdictSubject | { readonly why: string }> {
  const id = alertIdIn(of);
  if (id !== null) {
    const alert = await services.center.alert(id);
    return alert === null ? { why: t`Microsoft Graph lists no alert ${id}.` } : ofAlert(alert);
  }
  const value = normaliseValue(of);
  if ('value' in value && value.type.startsWith('File'))
    return { alert: null, files: [{ value: value.value, label: '' }], devices: [] };
  return ofDevice(await services.tenant.read(['groups', 'devices'], 'recent'), of);
}

function ofAlert(alert: AlertFacts): VerdictSubject {
  const of = (kind: 'file' | 'device') => alert.entities.filter((one) => one.kind === kind);
  return {
    alert,
    files: of('file').map(({ value, label }) => ({ value, label })),
    devices: of('device').map(({ value, group }) => ({ name: value, group: group ?? null })),
  };
}

function ofDevice(
  { devices = [], groups = [], devicesLack }: TenantSnapshot,
  name: string,
): VerdictSubject | { readonly why: string } {
  const wanted = foldCase(name.trim());
  const found = devices.filter(
    (one) => one.state !== 'merged' && [one.name, one.dnsName].some((text) => foldCase(text) === wanted),
  );
  const [device, ...others] = found;
  if (!device) {
    const none = t`Defender's list of devices has none called ${quoted(name)}.`;
    return { why: [none, ...lackLines(devicesLack)].join(' ') };
  }
  if (others.length > 0)
    return { why: t`${found.length} devices are called ${quoted(name)}. Write the whole DNS name.` };
  const group = groups.find(({ id, ungrouped }) => (device.groupId === null ? ungrouped : id === device.groupId));
  const named = group === undefined ? null : group.ungrouped ? '' : group.name;
  return { alert: null, files: [], devices: [{ name: device.dnsName || device.name, group: named }] };
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
