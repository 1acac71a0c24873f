/** How often a channel is told. */
export const RHYTHMS = ['daily', 'weekly'] as const;

export type Rhythm = (typeof RHYTHMS)[number];

const DAY = 86_400_000;

/** Days from 1970-01-01, a Thursday, to the first Monday. */
const FIRST_MONDAY = 4;

/**
 * When the next digest is due: the same time each day, or each Monday, in UTC.
 * @param after ms since 1970; the answer is later than this, so of several that were missed one is told
 * @param at ms after midnight
 */
export function nextDigest(every: Rhythm, after: number, at: number): number {
  const today = Math.floor(after / DAY);
  const days = Array.from({ length: 8 }, (_, ahead) => today + ahead);
  const fits = days.filter((day) => every === 'daily' || (day - FIRST_MONDAY) % 7 === 0);
  return fits.map((day) => day * DAY + at).find((moment) => moment > after) ?? after + 7 * DAY;
}
