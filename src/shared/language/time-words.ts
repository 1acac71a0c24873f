import { t } from './worded.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A length of time for people: seconds below a minute, minutes below two hours, hours below two days, else days. */
export function inWords(ms: number): string {
  return worded(ms, Math.round);
}

/** The same of a time that is over, or that is still left at the least: never more than it is. */
export function fullWords(ms: number): string {
  return worded(ms, Math.floor);
}

function worded(ms: number, rounded: (many: number) => number): string {
  if (ms < MINUTE) return seconds(Math.max(1, Math.floor(ms / SECOND)));
  if (ms < 2 * HOUR) return minutes(rounded(ms / MINUTE));
  if (ms < 48 * HOUR) return hours(rounded(ms / HOUR));
  return days(rounded(ms / (24 * HOUR)));
}

function seconds(count: number): string {
  return count === 1 ? t`1 second` : t`${count} seconds`;
}

function minutes(count: number): string {
  return count === 1 ? t`1 minute` : t`${count} minutes`;
}

function hours(count: number): string {
  return count === 1 ? t`1 hour` : t`${count} hours`;
}

function days(count: number): string {
  return count === 1 ? t`1 day` : t`${count} days`;
}

/** A moment as people are told it where no card can say it in their own time: `2026-11-24 02:10 UTC`. */
export function utcWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
