import { foldCase } from '../../changes/device-group/model/fold.ts';
import { lackLines, NO_DEVICE } from '../../changes/device-group/preview/lack-words.ts';
import { quoted } from '../../changes/device-group/words/names.ts';
import type { Device } from '../../changes/device-group.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { say, t } from '../../shared/language/worded.ts';
import { sentences } from './question.ts';

/** Of several devices of one name, how many are shown. */
export const SHOWN = 3;

/**
 * The devices of a name.
 * @param name the device's name, its whole DNS name or its id, in any case
 * @returns why there is none, in a sentence
 */
export function devicesCalled(now: TenantSnapshot, name: string): readonly Device[] | { readonly why: string } {
  const { devices = [], devicesLack } = now;
  if (devices.length === 0) return { why: sentences(say(NO_DEVICE), ...lackLines(devicesLack)) };
  const found = devicesNamed(devices, name);
  if (found.length > 0) return found;
  return { why: sentences(t`Defender's list of devices has none called ${quoted(name)}.`, ...lackLines(devicesLack)) };
}

/** Those of a name, a whole DNS name or an id, in any case; what was merged into another record is none. */
export function devicesNamed(devices: readonly Device[], name: string): readonly Device[] {
  const wanted = foldCase(name.trim());
  const isCalled = (one: Device) => [one.id, one.name, one.dnsName].some((text) => foldCase(text) === wanted);
  return devices.filter((one) => one.state !== 'merged' && isCalled(one));
}

/** Whether it was asked for by its id, so that it may be one of several of its name. */
export function isCalledById({ id }: Device, typed: string): boolean {
  return foldCase(id) === foldCase(typed.trim());
}

/** How one of several devices of a name is told from the others, in a few signs. */
export function withId({ dnsName, name, id }: Device): string {
  return `${quoted(dnsName || name)} (${id.slice(0, 8)})`;
}

/** That there are more devices of a name than are shown; null where there are not. */
export function moreCalled(found: readonly Device[]): string | null {
  return found.length > SHOWN ? t`${found.length - SHOWN} more devices have this name.` : null;
}
