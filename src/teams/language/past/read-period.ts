import type { Period } from './past-filter.ts';
import { MONTHS, WEEKDAYS } from './periods.ts';

/** A period, and how many words it took. */
interface Read {
  readonly period: Period;
  readonly length: number;
}

const SMALL: Readonly<Record<string, number>> = { a: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7 };

/** Reads a period where a text goes on like this; null where it names none. @param words in lower case */
export function readPeriod(words: readonly string[]): Read | null {
  const [first, ...rest] = words;
  if (first === 'the') {
    const read = readPeriod(rest);
    return read && { ...read, length: read.length + 1 };
  }
  return counted(words) ?? named(words) ?? dated(words);
}

/** "last 7 days", "past two weeks", "3 days ago", "last 24 hours". */
function counted(words: readonly string[]): Read | null {
  const lead = ['last', 'past'].includes(words[0] ?? '') ? 1 : 0;
  const number = numberOf(words[lead]);
  const unit = /^(hour|day|week|month|year)s?$/u.exec(words[lead + 1] ?? '')?.[1];
  if (number === null || number < 1 || unit === undefined) return null;
  const isAgo = words[lead + 2] === 'ago';
  if (lead === 0 && !isAgo) return null;
  const count = unit === 'hour' ? Math.max(1, Math.round(number / 24)) : number;
  const plain = unit === 'hour' ? 'day' : unit;
  return { period: `${count} ${plain}s${isAgo ? ' ago' : ''}`, length: lead + (isAgo ? 3 : 2) };
}

function numberOf(word: string | undefined): number | null {
  if (word === undefined) return null;
  return SMALL[word] ?? (/^\d{1,3}$/u.test(word) ? Number(word) : null);
}

function named([first = '', second = '']: readonly string[]): Read | null {
  if (first === 'today' || first === 'yesterday' || WEEKDAYS.includes(first)) return { period: first, length: 1 };
  const isRelative = ['this', 'last', 'past'].includes(first);
  if (!isRelative) return null;
  if (WEEKDAYS.includes(second)) return { period: second, length: 2 };
  const which = first === 'this' ? 'this' : 'last';
  return /^(?:week|month|year)$/u.test(second) ? { period: `${which} ${second}`, length: 2 } : null;
}

/** "2026-11-03", "3 November", "November 3rd 2026", "3.11.2026", "November". */
function dated(words: readonly string[]): Read | null {
  const [first = '', second = '', third = ''] = words;
  if (/^\d{4}-\d{2}-\d{2}$/u.test(first)) return { period: first, length: 1 };
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/u.exec(first) ?? [];
  if (day && month && year) return { period: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, length: 1 };
  const before = dayOf(first);
  if (before !== null && second === 'of') {
    const read = dated([first, ...words.slice(2)]);
    return read && { ...read, length: read.length + 1 };
  }
  const name = monthOf(before === null ? first : second);
  if (name === null) return null;
  const behind = before === null ? dayOf(second) : null;
  const length = before === null && behind === null ? 1 : 2;
  const last = (length === 1 ? second : third).replace(/^'/u, '');
  const isYear = /^\d{4}$/u.test(last);
  const number = before ?? behind;
  const period = `${number === null ? '' : `${number} `}${name}${isYear ? ` ${last}` : ''}`;
  return { period, length: length + (isYear ? 1 : 0) };
}

function dayOf(word: string): number | null {
  const number = Number(/^(\d{1,2})(?:st|nd|rd|th)?$/u.exec(word)?.[1] ?? 0);
  return number >= 1 && number <= 31 ? number : null;
}

/** By its name or its first three letters. */
function monthOf(word: string): string | null {
  const found = MONTHS.filter((name) => name === word || (word.length === 3 && name.startsWith(word)));
  return found[0] ?? null;
}
