import { createHash } from 'node:crypto';
import { numberWords } from '../../../shared/language/number-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Base } from '../../base.ts';
import type { Danger, Risk, Tense } from '../../change-kind.ts';
import { countDevices } from '../../device-group/words/names.ts';
import type { IndicatorRecord } from '../../tenant-snapshot.ts';
import { leftAloneWords, leftLooseWords } from '../left-alone.ts';
import { toldAlertWords } from '../told-alert.ts';
import { LITTLE_ROOM, TENANT_LIMIT } from './check-entries.ts';
import { byKey, type Entry, type IndicatorsChange, indicatorKey, indicatorsBase } from './indicator-entry.ts';
import { isBlocking } from './indicator-types.ts';
import { SHOWN } from './indicator-words.ts';
import { nearWords } from './near-indicators.ts';
import { type ShownIndicators, shownIndicators } from './shown-indicators.ts';
import { staysBlocking, WEAKENINGS } from './weaker-indicators.ts';

/** What an Allow switches off (learn: indicators-overview); each in the tense of the request. */
const ALLOWS: Readonly<Record<Tense, string>> = {
  asked: msg`Antivirus will neither detect nor block what is allowed, and automated investigation will ignore a bad verdict on it.`,
  applied: msg`Once devices have it, antivirus neither detects nor blocks what is allowed, and automated investigation ignores a bad verdict on it.`,
};

const UNBLOCKS: Readonly<Record<Tense, string>> = {
  asked: msg`What is blocked or warned of now will no longer be.`,
  applied: msg`Once devices have it, what was blocked or warned of before no longer is.`,
};

/**
 * What the change puts at risk. Nothing is allowed any more where none of what was written is there, as it was written
 * or otherwise.
 * @param counts of the last reading of what was written; empty before there is one
 */
export function riskOf(
  change: IndicatorsChange,
  base: Base,
  tense: Tense,
  counts: Readonly<Record<string, number>>,
): Risk {
  const { entries } = change;
  const there = byKey(indicatorsBase(base).there);
  const isThere = counts.stand !== 0 || (counts.otherwise ?? 0) > 0;
  const allows = isThere && entries.some(({ to }) => to?.action === 'Allowed');
  const unblocks = entries.some((one) => {
    const old = there.get(indicatorKey(one));
    return old !== undefined && isBlocking(old.action) && !isBlocking(one.to?.action ?? '');
  });
  const texts = [
    ...(allows ? [say(ALLOWS[tense])] : []),
    ...(unblocks && !allows ? [say(UNBLOCKS[tense])] : []),
    ...weakerTexts(entries, there, tense),
  ];
  const dangers = texts.map((text): Danger => ({ kind: 'less-protection', text }));
  const shown = shownIndicators(base);
  return {
    lowersProtection: dangers.length > 0,
    dangers,
    notes: [
      ...toldAlertWords(change),
      ...leftAloneWords(change),
      ...leftLooseWords(change),
      ...listNotes(entries),
      ...nearWords(shown.near),
      ...scopeNotes(shown),
      ...replacedNotes(entries, base),
      ...roomNotes(entries, base, shown),
    ],
    asides: asidesOf(entries),
  };
}

function weakerTexts(entries: readonly Entry[], there: ReadonlyMap<string, IndicatorRecord>, tense: Tense) {
  return WEAKENINGS.filter(({ is }) =>
    entries.some((one) => {
      const old = there.get(indicatorKey(one));
      return old !== undefined && staysBlocking(old, one.to) && is(old, one.to);
    }),
  ).map(({ words }) => say(words[tense]));
}

/** Whoever has the list can compare it with what is asked for, though the card cannot name all of it. */
function listNotes(entries: readonly Entry[]): readonly string[] {
  if (entries.length <= SHOWN) return [];
  const list = entries.map(({ value }) => `${value}\n`).join('');
  const hash = createHash('sha256').update(list).digest('hex');
  return [t`Not all are named here. SHA-256 of all ${entries.length} values, one a line: ${hash}.`];
}

function scopeNotes({ devices }: ShownIndicators): readonly string[] {
  if (devices === null) return [];
  const { count, whole } = devices;
  return [
    whole ? t`Its scope holds ${countDevices(count)} now.` : t`Its scope holds at least ${countDevices(count)} now.`,
  ];
}

function replacedNotes(entries: readonly Entry[], base: Base): readonly string[] {
  const there = byKey(indicatorsBase(base).there);
  const replaced = entries.filter((one) => one.to !== null && there.has(indicatorKey(one))).length;
  if (replaced === 0) return [];
  return [
    entries.length === 1
      ? t`An indicator of this value is there already: it is replaced as a whole, and an undo writes it again.`
      : t`${replaced} are there already: it is replaced as a whole, and an undo writes it again.`,
  ];
}

/** Told before Defender refuses one. */
function roomNotes(entries: readonly Entry[], base: Base, { total }: ShownIndicators): readonly string[] {
  if (total === null) return [];
  const there = byKey(indicatorsBase(base).there);
  const added = entries.filter((one) => one.to !== null && !there.has(indicatorKey(one))).length;
  const left = TENANT_LIMIT - total - added;
  if (added === 0 || left >= LITTLE_ROOM) return [];
  const [used, most] = [numberWords(total + added), numberWords(TENANT_LIMIT)];
  return [t`Then ${used} of ${most} indicators are used: Defender takes ${Math.max(left, 0)} more.`];
}

function asidesOf(entries: readonly Entry[]): readonly string[] {
  const types = new Set(entries.filter(({ to }) => to !== null).map(({ type }) => type));
  const blocksFile = entries.some(({ type, to }) => type.startsWith('File') && isBlocking(to?.action ?? ''));
  return [
    ...(types.has('DomainName') ? [t`A domain stands for all of its subdomains, too.`] : []),
    ...(types.has('Url') ? [t`The path of an https:// URL counts in Microsoft Edge alone.`] : []),
    ...(blocksFile ? [t`What Microsoft signed cannot be blocked, and an exclusion of antivirus wins.`] : []),
    ...(entries.some(({ type }) => type.startsWith('File'))
      ? [t`It does not count where Defender Antivirus runs in passive mode.`]
      : []),
  ];
}
