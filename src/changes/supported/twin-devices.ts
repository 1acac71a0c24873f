import { t } from '../../shared/language/worded.ts';
import { STATE_WORDS } from '../device-effects.ts';
import { quoted } from '../device-group/words/names.ts';
import type { Device } from '../device-group.ts';

/** How many ids a sentence names. */
const NAMED = 3;

/**
 * That several devices have one name, with what tells them apart: whoever asks writes one of these in its place.
 * @param typed the name as somebody wrote it
 */
export function twinDevices(typed: string, devices: readonly Device[]): string {
  const ids = devices.slice(0, NAMED).map((device) => `${device.id} (${twinSigns(device)})`);
  const more = devices.length - ids.length;
  return more > 0
    ? t`${devices.length} devices are called ${typed}. Write the id of one in place of the name: ${ids.join(', ')} and ${more} more.`
    : t`${devices.length} devices are called ${typed}. Write the id of one in place of the name: ${ids.join(', ')}.`;
}

/** How many tags tell a device from another. */
const TAGS = 3;

/** What tells a device from another of its name, beside its id: its system, its state, its tags. */
export function twinSigns({ os, state, tags }: Device): string {
  const more = tags.length - TAGS;
  return [
    os === '' ? t`system not told` : os,
    state === 'onboarded' ? t`onboarded` : STATE_WORDS[state],
    ...(tags.length > 0 ? [t`tags: ${tags.slice(0, TAGS).map(quoted).join(', ')}`] : []),
    ...(more > 0 ? [t`${more} more`] : []),
  ].join(', ');
}
