import { t } from '../../shared/language/worded.ts';

/** How many ids a sentence names. */
const NAMED = 3;

/**
 * That several devices have one name, with what tells them apart: whoever asks writes one of these in its place.
 * @param typed the name as somebody wrote it
 */
export function twinDevices(typed: string, devices: readonly { readonly id: string }[]): string {
  const ids = devices.slice(0, NAMED).map(({ id }) => id);
  const more = devices.length - ids.length;
  return more > 0
    ? t`${devices.length} devices are called ${typed}. Write the id of one in place of the name: ${ids.join(', ')} and ${more} more.`
    : t`${devices.length} devices are called ${typed}. Write the id of one in place of the name: ${ids.join(', ')}.`;
}
