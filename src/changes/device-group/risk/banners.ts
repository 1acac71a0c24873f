import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Tense } from '../../change-kind.ts';
import type { Source } from '../../knowledge/knowledge.ts';
import { sourceWords } from '../../knowledge/source-words.ts';
import {
  LEVEL_WORDS,
  type LevelReading,
  levelWords,
  protectionEffect,
  type RemediationLevel,
} from '../../remediation-level.ts';
import type { DevicesLack } from '../../tenant-snapshot.ts';
import { type GroupChange, movesNone } from '../model/group-change.ts';
import { countReported, isPartial, lackBanner } from '../preview/lack-words.ts';
import type { ShownBase, ShownDevices } from '../preview/shown-base.ts';
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

/** A sentence about what would follow, and the same once it was applied. */
type Told = Readonly<Record<Tense, string>>;

/**
 * One sentence if any device is, or may be, protected less than now, or if the level of an empty group falls; otherwise
 * null.
 */
function protectionBanner(
  effects: ShownDevices | null,
  touched: TouchedLevel | null,
  tense: Tense,
  lacks?: DevicesLack,
): string | null {
  if (effects === null) return say(NOT_READ[tense]);
  return ofDevices(effects, tense) ?? ofGroup(touched, heldWords(effects, lacks), tense);
}

const NOT_READ: Told = {
  asked: msg`It is not known whether this lowers protection: the devices were not read.`,
  applied: msg`It is not known whether this lowered protection: the devices were not read.`,
};

/** What is known of the devices of a group none of whose devices count. */
function heldWords({ devices, moved, releveled, oracle }: ShownDevices, lacks: DevicesLack | undefined): string {
  if (devices === 0) return t`no device could be read`;
  if (moved + releveled > 0) return t`none of the devices that this concerns is onboarded (reckoned)`;
  if (isPartial(lacks)) return t`no device that could be read is there`;
  const reported = oracle?.inGroup ?? null;
  if (reported === null) return t`no device is reckoned there`;
  return reported === 0
    ? t`Defender reports no device there`
    : t`Defender reports ${countReported(reported, oracle?.unsaid)} there`;
}

/** Levels act on onboarded devices, so only those count, and those of which it is not known. */
function ofDevices({ lowered, unclear, weakest, oracle }: ShownDevices, tense: Tense): string | null {
  const unknown = oracle?.unknown ?? { lowered: 0, unclear: 0 };
  if (lowered > 0) {
    const lowest = weakest === null ? '' : t`, at the lowest to ${LEVEL_WORDS[weakest]}`;
    const more = unclear > 0 ? t`; on ${unclear} more it is not known` : '';
    const others = unknown.lowered > 0 ? t`; whether ${unknown.lowered} more are onboarded is not known` : '';
    const on = countDevices(lowered);
    const rest = `${lowest}${more}${others}`;
    return tense === 'applied'
      ? t`This was to lower protection on ${on} (onboarded, reckoned)${rest}.`
      : t`This lowers protection on ${on} (onboarded, reckoned)${rest}.`;
  }
  if (unknown.lowered > 0) return mayLower(countDevices(unknown.lowered), say(OFFBOARD[tense]), tense);
  if (unclear + unknown.unclear === 0) return null;
  const why = t`the remediation level before or after is not known by name`;
  return mayLower(countDevices(unclear + unknown.unclear), why, tense);
}

const OFFBOARD: Told = {
  asked: msg`the remediation level falls, and whether they are onboarded is not known`,
  applied: msg`the remediation level was to fall, and whether they are onboarded is not known`,
};

function mayLower(devices: string, why: string, tense: Tense): string {
  return tense === 'applied'
    ? t`This may have lowered protection on ${devices} (reckoned): ${why}.`
    : t`This may lower protection on ${devices} (reckoned): ${why}.`;
}

function ofGroup(touched: TouchedLevel | null, empty: string, tense: Tense): string | null {
  if (touched === null) return null;
  const { group, opaque, from, to } = touched;
  const effect = protectionEffect(from, to);
  if (effect === 'same' || effect === 'raised') return null;
  const isPast = tense === 'applied';
  if (to === null)
    return isPast
      ? t`This may have lowered protection: which devices ${group} held is not known.`
      : t`This may lower protection: which devices ${group} holds is not known.`;
  const held = opaque ? t`which devices are there is not known` : empty;
  const [before, after] = [levelWords(from), levelWords(to)];
  if (effect === 'lowered')
    return isPast
      ? t`This lowered protection: the level of ${group} fell from ${before} to ${after}, and ${held}.`
      : t`This lowers protection: the level of ${group} falls from ${before} to ${after}, and ${held}.`;
  return isPast
    ? t`This may have lowered protection: the level of ${group} changed from ${before} to ${after}, and ${held}.`
    : t`This may lower protection: the level of ${group} changes from ${before} to ${after}, and ${held}.`;
}

const BANNER: Told = {
  asked: msg`It is not known whether this lowers protection: not all levels, rules and ranks of device groups are known.`,
  applied: msg`It is not known whether this lowered protection: not all levels, rules and ranks of device groups are known.`,
};

/**
 * The banner where levels, rules and ranks cannot be read; where some are known, what follows from those.
 * @param cannotLower whether the change cannot lower protection in any tenant
 */
function unreadBanner(effects: ShownDevices | null, cannotLower: boolean, tense: Tense): string | null {
  const isFalling = effects !== null && effects.lowered + (effects.oracle?.unknown.lowered ?? 0) > 0;
  if (isFalling) return ofDevices(effects, tense);
  if (cannotLower) return null;
  const isAnyConcerned = effects === null || effects.moved + effects.releveled + (effects.oracle?.unsure ?? 0) > 0;
  return say(isAnyConcerned ? BANNER[tense] : OF_NONE[tense]);
}

/** Beside the sentence that none of the devices would move or get another level. */
const OF_NONE: Told = {
  asked: msg`No device is reckoned to lose protection by this; more is not known: not all levels, rules and ranks of device groups are known.`,
  applied: msg`No device was reckoned to lose protection by this; more is not known: not all levels, rules and ranks of device groups are known.`,
};

/**
 * What follows for a change of a level alone, by whoever said what it is now; null where the two cannot be compared. A
 * level that rises, or stays, has no banner.
 */
function levelBanner(
  { group, from, to }: TouchedLevel,
  source: Source,
  tense: Tense,
): { banner: string | null } | null {
  if (to === null || from === 'unread') return null;
  const effect = protectionEffect(from, to);
  if (effect === 'unclear') return null;
  if (effect !== 'lowered') return { banner: null };
  const words = sourceWords(source);
  const known = source.kind === 'read' ? t`As ${words}` : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  const [before, after] = [levelWords(from), levelWords(to)];
  const banner =
    tense === 'applied'
      ? t`${known}, this lowered the level of ${group} from ${before} to ${after}.`
      : t`${known}, this lowers the level of ${group} from ${before} to ${after}.`;
  return { banner };
}

/**
 * Whether setting this level cannot lower protection in any tenant: the level stays as it is, or becomes Full, the
 * strongest.
 */
export function cannotFall(level: RemediationLevel | undefined): boolean {
  return level === undefined || level === 'full';
}

/** How the level is known that a change sets, where it does nothing else that could lower protection. */
export function levelOf(change: GroupChange, { sources }: ShownBase): { readonly levelBy?: Source } {
  const source = sources?.level;
  return source && source.kind !== 'not-known' && movesNone(change) ? { levelBy: source } : {};
}

interface Lowering {
  readonly cannotLower: boolean;
  readonly levelBy?: Source;
  readonly tense: Tense;
}

/** The banner of a change, from what its card shows; null where it lowers nothing. */
export function bannerOf(
  shown: ShownBase,
  touched: TouchedLevel | null,
  { cannotLower, levelBy, tense }: Lowering,
): string | null {
  const { effects, devicesLack, unread } = shown;
  if (unread !== undefined) {
    const told = levelBy && touched && levelBanner(touched, levelBy, tense);
    return told === undefined || told === null ? unreadBanner(effects, cannotLower, tense) : told.banner;
  }
  const told = protectionBanner(effects, touched, tense, devicesLack);
  return told ?? (effects === null || cannotLower ? null : lackBanner(effects.devices, devicesLack, tense));
}
