import type { Period } from './past-filter.ts';

/** From a moment to the one before the other, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DAY = 86_400_000;

export const WEEKDAYS: readonly string[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];
export const MONTHS: readonly string[] = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

/** Days of a unit that is counted backwards. */
const UNITS = { day: 1, week: 7, month: 30, year: 365 } as const;

/** A day of the calendar; months count from 1. Days may lie past the end of a month. */
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * The time that a period spans for somebody in this zone; null where it names no day. A weekday is the last one, today
 * included; a day or month without its year is the last one that has begun.
 * @param zone an IANA name; another one counts as UTC
 */
export function periodOf(period: Period, now: number, zone: string): Span | null {
  const today = dayIn(now, zone);
  const days = (first: Day, last: Day): Span => ({ from: startOf(first, zone), to: startOf(after(last, 1), zone) });
  const monday = after(today, -((weekday(today) + 6) % 7));
  const named: Readonly<Record<string, () => Span>> = {
    today: () => days(today, today),
    yesterday: () => days(after(today, -1), after(today, -1)),
    'this week': () => days(monday, after(monday, 6)),
    'last week': () => days(after(monday, -7), after(monday, -1)),
    'this month': () => monthOf(today, 0, days),
    'last month': () => monthOf(today, -1, days),
    'this year': () => days({ ...today, month: 1, day: 1 }, { ...today, month: 12, day: 31 }),
    'last year': () => days({ year: today.year - 1, month: 1, day: 1 }, { year: today.year - 1, month: 12, day: 31 }),
  };
  const known = Object.hasOwn(named, period) ? named[period] : undefined;
  return known ? known() : (counted(period, { now, today, days }) ?? dated(period, today, days));
}

type Days = (first: Day, last: Day) => Span;

/** "7 days" until now, "3 days ago", "monday". */
function counted(
  period: Period,
  { now, today, days }: { readonly now: number; readonly today: Day; readonly days: Days },
): Span | null {
  const at = WEEKDAYS.indexOf(period);
  if (at !== -1) {
    const day = after(today, -((weekday(today) - at + 7) % 7));
    return days(day, day);
  }
  const [, count, unit, ago] = /^(\d{1,3}) (day|week|month|year)s?( ago)?$/u.exec(period) ?? [];
  if (count === undefined || unit === undefined) return null;
  // The cast is sound: the pattern names the keys.
  const number = Number(count) * UNITS[unit as keyof typeof UNITS];
  if (ago === undefined) return { from: now - number * DAY, to: now + 1 };
  return days(after(today, -number), after(today, -number));
}

/** "2026-11-03", "3 november 2026", "november". */
function dated(period: Period, today: Day, days: Days): Span | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(period);
  if (iso) return real({ year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }, days);
  const [, day, name = '', year] = /^(?:(\d{1,2}) )?([a-z]+)(?: (\d{4}))?$/u.exec(period) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  if (month === 0) return null;
  const first = { year: Number(year ?? today.year), month, day: Number(day ?? 1) };
  const isAhead = year === undefined && stamp(first) > stamp(today);
  const begun = isAhead ? { ...first, year: first.year - 1 } : first;
  return day === undefined ? monthOf(begun, 0, days) : real(begun, days);
}

/** Null for the 31st of a month that has none. */
function real(day: Day, days: Days): Span | null {
  const { day: shown } = after(day, 0);
  return shown === day.day && day.day > 0 ? days(day, day) : null;
}

function monthOf({ year, month }: Day, by: number, days: Days): Span {
  return days(after({ year, month: month + by, day: 1 }, 0), after({ year, month: month + by + 1, day: 1 }, -1));
}

function stamp({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day);
}

function after(day: Day, days: number): Day {
  const at = new Date(stamp(day) + days * DAY);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

/** 0 for Sunday. */
function weekday(day: Day): number {
  return new Date(stamp(day)).getUTCDay();
}

function dayIn(at: number, zone: string): Day {
  const local = new Date(at + offsetAt(at, zone));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
}

/** Midnight there: the offset at that moment may differ from that of the same time in UTC. */
function startOf(day: Day, zone: string): number {
  const guess = stamp(day) - offsetAt(stamp(day), zone);
  return stamp(day) - offsetAt(guess, zone);
}

/** How far the zone is ahead of UTC at this moment, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const numeric = 'numeric' as const;
  const shown = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
  try {
    return new Intl.DateTimeFormat('en-US', { ...shown, hourCycle: 'h23', timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...shown, hourCycle: 'h23', timeZone: 'UTC' });
  }
}
