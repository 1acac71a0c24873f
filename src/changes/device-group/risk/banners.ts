import {
  LEVEL_WORDS,
  type LevelReading,
  levelWords,
  protectionEffect,
  type RemediationLevel,
} from '../../remediation-level.ts';
import type { DevicesLack } from '../../tenant-snapshot.ts';
import { isPartial } from '../preview/lack-words.ts';
import type { ShownDevices } from '../preview/shown-base.ts';
import { countDevices } from '../words/names.ts';

/**
 * A group whose level the change sets, or whose devices cannot be counted; `to` is null if its devices move to other
 * groups.
 */
export interface TouchedLevel {
  readonly group: string;
  readonly opaque: boolean;
  readonly from: LevelReading;
  readonly to: LevelReading | null;
}

/**
 * One sentence if any device is, or may be, protected less than now, or if the level of an empty group falls; otherwise
 * null.
 */
export function protectionBanner(
  effects: ShownDevices | null,
  touched: TouchedLevel | null,
  lacks?: DevicesLack,
): string | null {
  if (effects === null) return 'It cannot be told whether this lowers protection: the devices were not read.';
  return ofDevices(effects) ?? ofGroup(touched, emptyWords(effects, lacks));
}

/** Why a group has no device. */
function emptyWords({ devices }: ShownDevices, lacks: DevicesLack | undefined): string {
  if (devices === 0) return 'no device could be read';
  return isPartial(lacks) ? 'no device that could be read is there' : 'no device is there now';
}

function ofDevices({ lowered, unclear, weakest }: ShownDevices): string | null {
  if (lowered > 0) {
    const lowest = weakest === null ? '' : `, at the lowest to ${LEVEL_WORDS[weakest]}`;
    const more = unclear > 0 ? `; on ${unclear} more it cannot be told` : '';
    return `This lowers protection on ${countDevices(lowered)}: the remediation level falls${lowest}${more}.`;
  }
  if (unclear === 0) return null;
  return `This may lower protection on ${countDevices(unclear)}: the remediation level before or after is not known by name.`;
}

function ofGroup(touched: TouchedLevel | null, empty: string): string | null {
  if (touched === null) return null;
  const { group, opaque, from, to } = touched;
  const effect = protectionEffect(from, to);
  if (effect === 'same' || effect === 'raised') return null;
  if (to === null) return `This may lower protection: which devices ${group} holds cannot be told.`;
  const [may, goes] = effect === 'lowered' ? ['lowers', 'falls'] : ['may lower', 'changes'];
  const held = opaque ? 'which devices are there cannot be told' : empty;
  const level = `the level of ${group} ${goes} from ${levelWords(from)} to ${levelWords(to)}`;
  return `This ${may} protection: ${level}, and ${held}.`;
}

const BANNER =
  'It cannot be told whether this lowers protection: levels, rules and ranks of device groups cannot be read with this connector.';

/**
 * The banner where levels, rules and ranks cannot be read.
 * @param cannotLower whether the change cannot lower protection in any tenant
 */
export function unreadBanner(cannotLower: boolean): string | null {
  return cannotLower ? null : BANNER;
}

/**
 * Whether setting this level cannot lower protection in any tenant: the level stays as it is, or becomes Full, the
 * strongest.
 */
export function cannotFall(level: RemediationLevel | undefined): boolean {
  return level === undefined || level === 'full';
}
