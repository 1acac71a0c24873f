const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const UNITS: Readonly<Record<string, number>> = {
  minute: 60_000,
  min: 60_000,
  hour: HOUR,
  h: HOUR,
  day: DAY,
  d: DAY,
  week: 7 * DAY,
  w: 7 * DAY,
  month: 30 * DAY,
};

/** The longest and the shortest that Airlock takes. */
const LONGEST = 366 * DAY;
const SHORTEST = 10 * 60_000;

/** A length of time in milliseconds: "7 days", "12h", "a week"; null for anything else, and for what is too long. */
export function lengthIn(text: string): number | null {
  const [, count, unit = ''] = /^(\d{1,4}|an?) ?([a-z]+)$/iu.exec(text.trim()) ?? [];
  const one = UNITS[unit.toLowerCase()] ?? UNITS[unit.toLowerCase().replace(/s$/u, '')];
  if (count === undefined || one === undefined) return null;
  const length = (/^\d/u.test(count) ? Number(count) : 1) * one;
  return length >= SHORTEST && length <= LONGEST ? length : null;
}
