import { spokenNow } from '../../../shared/language/number-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { PastDeed, PastFilter, Period } from './past-filter.ts';
import { MONTHS, WEEKDAYS } from './periods.ts';

/** What a history was asked for, in the reader's words: `by alice from Monday on`. */
export function pastTitle({ person, group, state, text, since, until, before, in: within }: PastFilter): string {
  const parts = [
    person === undefined ? null : personWords(person),
    group === undefined ? null : t`of group "${group}"`,
    state === undefined ? null : say(STATES[state] ?? state),
    since === undefined ? null : sinceWords(since),
    until === undefined ? null : t`until ${periodWords(until)}`,
    before === undefined ? null : t`before ${periodWords(before)}`,
    within === undefined ? null : withinWords(within),
    text === undefined ? null : t`about "${text}"`,
  ];
  return parts.filter((part) => part !== null).join(' ');
}

function personWords({ deed, name }: NonNullable<PastFilter['person']>): string {
  if (name === null) return say(BY_YOU[deed]);
  switch (deed) {
    case 'by':
      return t`by ${name}`;
    case 'asked':
      return t`asked by ${name}`;
    case 'approved':
      return t`approved by ${name}`;
    case 'rejected':
      return t`rejected by ${name}`;
  }
}

const BY_YOU: Readonly<Record<PastDeed, string>> = {
  by: msg`by you`,
  asked: msg`asked by you`,
  approved: msg`approved by you`,
  rejected: msg`rejected by you`,
};

const STATES: Readonly<Partial<Record<string, string>>> = {
  rejected: msg`rejected`,
  approved: msg`approved`,
  applied: msg`applied`,
  withdrawn: msg`withdrawn`,
  expired: msg`expired`,
  failed: msg`failed`,
  stale: msg`out of date`,
  unknown: msg`of unknown outcome`,
  open: msg`open`,
  pending: msg`waiting`,
};

/** Days that are called by no name of their own, and since when, as languages say it in other words. */
const CALLED: ReadonlyMap<Period, readonly [within: string, since: string]> = new Map([
  ['today', [msg`today`, msg`since today`]],
  ['yesterday', [msg`yesterday`, msg`since yesterday`]],
  ['this week', [msg`this week`, msg`since this week`]],
  ['last week', [msg`last week`, msg`since last week`]],
  ['this month', [msg`this month`, msg`since this month`]],
  ['last month', [msg`last month`, msg`since last month`]],
  ['this year', [msg`this year`, msg`since this year`]],
  ['last year', [msg`last year`, msg`since last year`]],
]);

function sinceWords(period: Period): string {
  const called = CALLED.get(period);
  return called ? say(called[1]) : t`from ${periodWords(period)} on`;
}

function withinWords(period: Period): string {
  const words = periodWords(period);
  if (CALLED.has(period) || / ago$/u.test(period)) return words;
  if (/^\d+ (?:day|week|month|year)s?$/u.test(period)) return t`in the last ${words}`;
  return /^[a-z]+(?: \d{4})?$/u.test(period) && !WEEKDAYS.includes(period) ? t`in ${words}` : t`on ${words}`;
}

/** The same in the reader's language: `monday`, `november 2026`, `7 days`, `3 days ago`, `2026-11-03`. */
function periodWords(period: Period): string {
  const called = CALLED.get(period);
  if (called) return say(called[0]);
  const [, count, unit = '', ago] = /^(\d{1,3}) (day|week|month|year)s?( ago)?$/u.exec(period) ?? [];
  if (count !== undefined) return countedWords(Number(count), unit, ago !== undefined);
  return period.replace(/[a-z]+/u, nameOf);
}

function countedWords(count: number, unit: string, isAgo: boolean): string {
  if (isAgo) return new Intl.RelativeTimeFormat(spokenNow(), { numeric: 'always' }).format(-count, unitOf(unit));
  const style = { style: 'unit', unit: unitOf(unit), unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(spokenNow(), style).format(count);
}

function unitOf(unit: string): 'day' | 'week' | 'month' | 'year' {
  return unit === 'week' || unit === 'month' || unit === 'year' ? unit : 'day';
}

/** The name of a day of the week or a month, as its language writes it. */
function nameOf(word: string): string {
  const [day, month] = [WEEKDAYS.indexOf(word), MONTHS.indexOf(word)];
  const name = (shown: Intl.DateTimeFormatOptions, at: number) =>
    new Intl.DateTimeFormat(spokenNow(), { ...shown, timeZone: 'UTC' }).format(at);
  // The first of November 2026 is a Sunday.
  if (day !== -1) return name({ weekday: 'long' }, Date.UTC(2026, 10, 1 + day));
  return month === -1 ? word : name({ month: 'long' }, Date.UTC(2026, month, 1));
}
