import { type End, isDay, timeIn } from '../../../changes/supported/indicators/end-date.ts';
import { MONTHS } from '../past/periods.ts';

/** Day and month in either order; the month in letters, since two people read `03/04` as two days. */
const DAY_MONTH = /^(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? ([a-z]{3,9})\.?(.*)$/iu;
const MONTH_DAY = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(.*)$/iu;
const REST = /^(?:,? (\d{4}))?(?:,? (?:at )?(\d{1,2}:\d{2})(?: ?(?:utc|z))?)?$/iu;

/**
 * The end that somebody writes behind "until": `2026-12-05`, `5 Dec`, `Dec 5, 2026 18:00`, `tomorrow`. A day ends where
 * it begins, at 00:00 UTC, so that nothing stands longer than was meant.
 * @returns null for anything else
 */
export function endIn(text: string): End | null {
  const said = text.replace(/^the (?=\d)/iu, '').trim();
  if (/^tomorrow$/iu.test(said)) return { lasts: 86_400_000, until: null };
  const at = timeIn(said);
  if (at !== 'none') return { lasts: null, until: at };
  const [, first, second, behind] = DAY_MONTH.exec(said) ?? [];
  if (first && second) return ofMonth(second, Number(first), behind ?? '');
  const [, month, day, rest] = MONTH_DAY.exec(said) ?? [];
  return month && day ? ofMonth(month, Number(day), rest ?? '') : null;
}

function ofMonth(word: string, day: number, behind: string): End | null {
  const name = word.toLowerCase();
  const month = MONTHS.findIndex((one) => name === one || name === one.slice(0, 3)) + 1;
  const [whole, year, time = '00:00'] = REST.exec(behind) ?? [];
  if (month === 0 || whole === undefined || day < 1 || day > 31) return null;
  const date = `${[month, day].map((number) => `${number}`.padStart(2, '0')).join('-')}T${time.padStart(5, '0')}`;
  if (year === undefined) return isDay(`2028-${date}`) ? { lasts: null, until: null, day: date } : null;
  return isDay(`${year}-${date}`) ? { lasts: null, until: Date.parse(`${year}-${date}Z`) } : null;
}
