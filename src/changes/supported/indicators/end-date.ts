import { msg } from '../../../shared/language/worded.ts';
import type { Target } from './indicator-entry.ts';

/** When an indicator ends: after a length, at a moment, or on a day whose year is not said. */
export type End = Pick<Target, 'lasts' | 'until' | 'day'>;

/** What is read of a date in a list: in other forms two people may read two days. */
export const DATE_FORMS = msg`write 2026-12-31, or 2026-12-31 18:00 for a time in UTC, or 2026-12-31T18:00+01:00.`;

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|UTC|[+-]\d{2}:\d{2})?)?$/iu;

/** Milliseconds since 1970; a time without a zone is one in UTC, and so is the day without a time. */
export function timeIn(text: string): number | 'none' {
  const [, day, time = '00:00', zone = 'Z'] = DATE.exec(text) ?? [];
  const midnight = Date.parse(`${day}T00:00Z`);
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(`${day}T`)) return 'none';
  const at = Date.parse(`${day}T${time}${zone.toUpperCase() === 'UTC' ? 'Z' : zone.toUpperCase()}`);
  return at > 0 ? at : 'none';
}

/** The first day like `12-05T18:00` that begins after `now`, in ms since 1970; null where no year has it. */
export function nextDay(day: string, now: number): number | null {
  const year = new Date(now).getUTCFullYear();
  const next = [0, 1, 2, 3, 4].map((more) => `${year + more}-${day}`).find((one) => isDay(one) && at(one) > now);
  return next === undefined ? null : at(next);
}

function at(date: string): number {
  return Date.parse(`${date}Z`);
}

/** Whether the calendar has it, as `2026-12-05T18:00`: no 30 February. */
export function isDay(date: string): boolean {
  const time = at(date);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
