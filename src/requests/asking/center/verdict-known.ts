import { foldCase } from '../../../changes/device-group/model/fold.ts';
import { partsOf } from '../../../changes/registry/kind-of.ts';
import { byKey, indicatorKey, isAs } from '../../../changes/supported/indicators/indicator-entry.ts';
import { stateWords } from '../../../changes/supported/indicators/indicator-words.ts';
import type { IndicatorRecord } from '../../../changes/tenant-snapshot.ts';
import { errorFields, isAirlockError } from '../../../shared/errors.ts';
import { inEnglish, t } from '../../../shared/language/worded.ts';
import type { DeviceAct } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import type { Request } from '../../record/request.ts';
import { actWords, requestMarked } from './about-acts.ts';
import type { SubjectDevice, SubjectValue, VerdictSubject } from './verdict-subject.ts';

/**
 * The subject with what is known before anything is offered: which indicators stand, and the systems of devices. What
 * could not be read is said, and hinders nothing.
 */
export async function withKnown(services: Services, subject: VerdictSubject): Promise<VerdictSubject> {
  const [indicators, devices] = await Promise.all([
    withIndicators(services, subject.values),
    withSystems(services, subject.devices),
  ]);
  return { ...subject, values: indicators.values, devices, notes: [...subject.notes, ...indicators.notes] };
}

interface Indicators {
  readonly values: readonly SubjectValue[];
  readonly notes: readonly string[];
}

/** Each value with the indicator of it that Defender lists and whose end has not passed. */
async function withIndicators(
  { supported, clock, log }: Services,
  values: readonly SubjectValue[],
): Promise<Indicators> {
  if (values.length === 0 || !supported.kinds.includes('indicators')) return { values, notes: [] };
  try {
    const entries = values.map(({ type, value }) => ({ type, value, to: null }));
    const now = await supported.read(['indicators'], 'recent', { kind: 'indicators', entries });
    const { found, lacks } = now.indicators ?? { found: [], lacks: null };
    const there = byKey(found.filter(({ expiresAt }) => expiresAt === null || expiresAt > clock.now()));
    const known = values.map((one) => {
      const stands = there.get(indicatorKey(one));
      return stands ? { ...one, stands } : one;
    });
    return { values: known, notes: lacks === null ? [] : [lacks] };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    log.warn(errorFields(error), 'indicators not read for a verdict');
    return { values, notes: [t`Not read whether an indicator stands: ${error.message}`] };
  }
}

/** "Defender lists an indicator of it: Block on all devices without an end." */
export function standsWords({ stands }: SubjectValue): readonly string[] {
  if (!stands) return [];
  const how = stateWords({ ...stands, until: stands.expiresAt });
  return [t`Defender lists an indicator of it: ${how}.`];
}

/** The most that a reason names of what was decided: it is short enough for a comment in Defender. */
const DECIDED = 4;

/**
 * What requests that name this alert have done and still stands in Defender, in English, since it goes into a reason:
 * "#3 file 275a...: Allow on Finance until 2026-12-07 08:00 UTC".
 * @param acts what was done on its devices
 */
export async function decidedWords(
  services: Services,
  { alert, values }: VerdictSubject,
  acts: readonly DeviceAct[],
): Promise<readonly string[]> {
  if (alert === null) return [];
  const told = [
    ...values.flatMap((one) =>
      one.stands ? [{ mark: one.stands.description, words: (by: Request) => askedWords(one, by) }] : [],
    ),
    ...acts.map((act) => ({ mark: act.comment, words: () => `${act.device ?? act.deviceId}: ${actWords(act)}` })),
  ];
  const own = new Map<number, string>();
  for (const { mark, words } of told) {
    const request = await requestMarked(services, mark);
    if (!request || own.has(request.number) || !namesAlert(request.reason, alert.id)) continue;
    own.set(request.number, `#${request.number} "${inEnglish(() => words(request)).replace(/["“”„‟]/gu, '')}"`);
  }
  return [...own]
    .sort(([one], [other]) => one - other)
    .slice(-DECIDED)
    .map(([, words]) => words);
}

function namesAlert(reason: string, id: string): boolean {
  return reason
    .toLowerCase()
    .split(/[^\w-]+/u)
    .includes(id.toLowerCase());
}

/** What a request decided of a value: how it stands now says that alone where nobody changed it since. */
function askedWords({ label, value, type, stands }: SubjectValue, { change }: Request): string {
  const entries = partsOf(change).flatMap((part) => (part.kind === 'indicators' ? part.entries : []));
  const asked = entries.find((one) => indicatorKey(one) === indicatorKey({ type, value }))?.to;
  if (!asked) return `${label || value}: ${t`changed since`}`;
  const how = stateWords(asked);
  return `${label || value}: ${isAs(asked, stands) ? how : t`${how}, changed since`}`;
}

const BLOCKS = ['Block', 'BlockAndRemediate'];

/** Whether it is blocked on all devices already: to block it once more is refused. */
export function isBlocked(stands: IndicatorRecord | undefined): boolean {
  if (!stands || stands.groupsUnread) return false;
  return BLOCKS.includes(stands.action) && stands.groups.length === 0 && stands.expiresAt === null;
}

/** The systems of devices that an alert names without one. */
async function withSystems(
  { tenant, log }: Services,
  devices: readonly SubjectDevice[],
): Promise<readonly SubjectDevice[]> {
  if (devices.every(({ os }) => os !== undefined)) return devices;
  try {
    const { devices: listed = [] } = await tenant.read(['devices'], 'recent');
    return devices.map((device) => {
      const name = foldCase(device.name);
      const found = listed.filter((one) =>
        device.id === undefined
          ? [one.id, one.name, one.dnsName].some((text) => foldCase(text) === name)
          : foldCase(one.id) === foldCase(device.id),
      );
      const [only, ...others] = found;
      return only === undefined || others.length > 0 ? device : { os: only.os, ...device };
    });
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    log.warn(errorFields(error), 'systems of devices not read for a verdict');
    return devices;
  }
}
