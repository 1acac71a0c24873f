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
  const wanted = foldCase(name.trim());
  const found = devices.filter((one) => [one.id, one.name, one.dnsName].some((text) => foldCase(text) === wanted));
  if (found.length > 0) return found;
  return { why: sentences(t`Defender's list of devices has none called ${quoted(name)}.`, ...lackLines(devicesLack)) };
}

/** That there are more devices of a name than are shown; null where there are not. */
export function moreCalled(found: readonly Device[]): string | null {
  return found.length > SHOWN ? t`${found.length - SHOWN} more devices have this name.` : null;
}
