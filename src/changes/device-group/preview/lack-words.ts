import { msg, t } from '../../../shared/language/worded.ts';
import type { Tense } from '../../change-kind.ts';
import type { DevicesLack } from '../../tenant-snapshot.ts';
import { countDevices } from '../words/names.ts';

/** In place of counts: a list without a device says nothing about devices. */
export const NO_DEVICE = msg`No device could be read: Defender lists none.`;

type Lacks = DevicesLack | undefined;

/** Whether devices may exist that were not read. */
export function isPartial(lacks: Lacks): boolean {
  return lacks !== undefined && (lacks.leftOut > 0 || lacks.brokenOff || lacks.moved === true);
}

/** "12 devices", or, of a list that is not whole, "12 devices that could be read". */
export function countRead(devices: number, lacks: Lacks): string {
  return isPartial(lacks) ? t`${countDevices(devices)} that could be read` : countDevices(devices);
}

/** "12 devices", or, where some records do not say a group, "at least 12 devices". */
export function countReported(devices: number, unsaid: true | undefined): string {
  return unsaid ? t`at least ${countDevices(devices)}` : countDevices(devices);
}

/** What the list of devices lacks, one sentence each. */
export function lackLines(lacks: Lacks): string[] {
  const { leftOut = 0, brokenOff = false, moved = false, incomplete = 0 } = lacks ?? {};
  return [
    ...(brokenOff ? [t`Defender's list of devices broke off: there may be more.`] : []),
    ...(moved ? [t`Defender's list of devices changed while it was read: some may be missing.`] : []),
    ...(leftOut === 1 ? [t`1 record of Defender's list could not be read and is left out.`] : []),
    ...(leftOut > 1 ? [t`${leftOut} records of Defender's list could not be read and are left out.`] : []),
    ...(incomplete > 0
      ? [t`${countDevices(incomplete)} came without a name, system, tags or group; what is missing counts as empty.`]
      : []),
  ];
}

/** The banner of a change that might lower protection on devices that were not read; null where all were. */
export function lackBanner(devices: number, lacks: Lacks, tense: Tense): string | null {
  if (devices > 0 && !isPartial(lacks)) return null;
  const what = devices === 0 ? t`no device could be read` : t`not every device could be read`;
  return tense === 'applied'
    ? t`It is not known whether this lowered protection: ${what}.`
    : t`It is not known whether this lowers protection: ${what}.`;
}
