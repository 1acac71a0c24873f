import { lookAlikeKey } from '../../../../shared/name-keys.ts';

/**
 * Whether two different ids may be one person's: in some reading of each they are the same number with something around
 * it or within it (`1001`, `1001-ADM`, `E1001`, `1-001`), they have a number of three or more digits in common, or one
 * is within the other. Then they prove nothing. Ids are given as compared, with every zero that is not in front.
 */
export function areAlike(a: string, b: string): boolean {
  const [ofA, ofB] = [readingsOf(a), readingsOf(b)];
  return ofA.some((one) => ofB.some((other) => alikeReadings(one, other)));
}

/** One way to read an id. Numbers and words are without leading zeros. */
interface Reading {
  /** Numbers and words, in order. */
  readonly all: readonly string[];
  /** The longest number; without any, the longest word. Several of one length are all taken. */
  readonly main: readonly string[];
  /** Every digit in one row, and the same with each number of its own without leading zeros. */
  readonly rows: readonly string[];
  /** Numbers of three or more digits as they are written, also those with separators in them. */
  readonly numbers: readonly string[];
  /** Every digit but zeros, where a zero follows a separator: nobody knows how many of those belong to the number. */
  readonly bare: string | null;
  /** Finds the row of any id that differs only in how many zeros follow its separators. */
  readonly padded: RegExp | null;
}

function alikeReadings(a: Reading, b: Reading): boolean {
  return (
    a.rows.some((row) => b.rows.includes(row)) ||
    isPadded(a, b) ||
    isPadded(b, a) ||
    (a.bare !== null && a.bare === b.bare) ||
    a.main.some((part) => b.main.includes(part)) ||
    a.numbers.some((number) => b.numbers.includes(number)) ||
    isLongNumber(a, b) ||
    isLongNumber(b, a) ||
    isWithin(a.all, b.all) ||
    isWithin(b.all, a.all)
  );
}

function isPadded({ padded }: Reading, { rows }: Reading): boolean {
  return padded !== null && rows.some((row) => padded.test(row));
}

/** Whether a number of the one is one of three or more digits of the other, which may have leading zeros. */
function isLongNumber(a: Reading, b: Reading): boolean {
  return b.all.some((part) => /^[1-9]/.test(part) && a.numbers.includes(part));
}

function isWithin(a: readonly string[], b: readonly string[]): boolean {
  return a.every((part) => b.includes(part));
}

/** So many look-alikes of digits are read either way; more than these are all read as the one or all as the other. */
const MOST_LOOKALIKES = 4;

/** Digits and what is beside them without any other letter between: separators, and letters that look like digits. */
const NUMBERLIKE = /[oli|\P{L}]*\d[oli|\P{L}]*/gu;

/** An id, and the same with letters that may stand for digits read as digits: `l001`, `10O1`. */
function readingsOf(id: string): readonly Reading[] {
  const look = lookAlikeKey(id);
  const at = [...look.matchAll(NUMBERLIKE)].flatMap(({ 0: run, index }) =>
    [...run.matchAll(/[oli|]/gu)].map((found) => index + found.index),
  );
  const ways = at.length > MOST_LOOKALIKES ? [[], at] : subsets(at);
  return [...new Set([id, ...ways.map((digits) => withDigits(look, digits))])].map(readingOf);
}

function subsets(all: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** all.length }, (_none, which) => all.filter((_at, bit) => (which >> bit) % 2 === 1));
}

function withDigits(text: string, digits: readonly number[]): string {
  return text.replace(/[oli|]/gu, (letter, at: number) => {
    if (!digits.includes(at)) return letter;
    return letter === 'o' ? '0' : '1';
  });
}

const LEADING = /^0+(?=\d)/;

function readingOf(id: string): Reading {
  const all = (id.match(/\d+|[\p{L}\p{M}]+/gu) ?? []).map((part) => part.replace(LEADING, ''));
  const runs: readonly string[] = id.match(/\d+/g) ?? [];
  const short = all.filter((part) => /^\d/.test(part));
  const among = short.length > 0 ? short : all;
  const longest = Math.max(0, ...among.map((part) => part.length));
  const zeros = runs.slice(1).some((run) => run.startsWith('0'));
  return {
    all,
    main: among.filter((part) => part.length === longest),
    rows: [runs.join(''), short.join('')].map((row) => row.replace(LEADING, '')).filter((row) => row !== ''),
    numbers: joined(runs),
    bare: zeros ? runs.join('').replaceAll('0', '') : null,
    padded: zeros ? new RegExp(`^0*${runs.map((run) => run.replace(/^0+/, '')).join('0*')}$`, 'u') : null,
  };
}

/** Each number of three or more digits, and each that neighbours make together; without leading zeros. */
function joined(runs: readonly string[]): readonly string[] {
  return runs.flatMap((_run, from) =>
    runs
      .slice(from)
      .map((_next, count) => runs.slice(from, from + count + 1).join(''))
      .filter((number) => number.length >= NUMBER_LENGTH && /[1-9]/.test(number))
      .map((number) => number.replace(LEADING, '')),
  );
}

/** So many digits make a number that is given to a person rather than a step on a list: `tier 0`, `5`, `12`. */
export const NUMBER_LENGTH = 3;
