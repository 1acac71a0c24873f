import { LRUCache } from 'lru-cache';
import { lookAlikeKey } from '../../../../shared/name-keys.ts';

/**
 * Whether two different ids may be one person's: in some reading of each they are the same number with something around
 * it or within it (`1001`, `1001-ADM`, `E1001`, `1-001`), they have a number of three or more digits in common, or one
 * is within the other. Then they prove nothing. Ids are given as compared, with every zero that is not in front.
 */
export function areAlike(a: string, b: string): boolean {
  const pair = `${a}\n${b}`;
  const known = COMPARED.get(pair) ?? compareReadings(a, b);
  if (pair.length <= LONG) COMPARED.set(pair, known);
  return known;
}

/** What was compared last: each click compares the same few people. Longer texts are not kept. */
const COMPARED = new LRUCache<string, boolean>({ max: 1_000 });
const LONG = 256;

function compareReadings(a: string, b: string): boolean {
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

/**
 * Digits that a letter may stand for: those that look like it, in print or by hand, and those that people write for it.
 * It is wide on purpose: a pair too many asks an operator for a line in PEOPLE_FILE, a pair too few lets one person
 * approve their own request.
 */
const STANDS_FOR: Readonly<Record<string, readonly [string] | readonly [string, string]>> = {
  ...{ o: ['0'], d: ['0'], q: ['0', '9'], i: ['1'], l: ['1'], '|': ['1'], z: ['2'], e: ['3'], a: ['4'] },
  ...{ s: ['5'], b: ['8', '6'], g: ['6', '9'], t: ['7'] },
};

const LETTER = /[odqil|zeasbgt]/gu;

/** Digits and what is beside them without any other letter between: separators, and letters that look like digits. */
const NUMBERLIKE = /[odqil|zeasbgt\P{L}]*\d[odqil|zeasbgt\P{L}]*/gu;

/** So many letters are read either way, each by itself; of more, those from one to another are read as digits. */
const FEW_LETTERS = 4;
/** More letters beside digits than these are all read as letters or all as digits. */
const MANY_LETTERS = 10;

/** An id, and the same with letters that may stand for digits read as digits: `l001`, `10O1`, `B001`. */
function readingsOf(id: string): readonly Reading[] {
  const look = lookAlikeKey(id);
  const at = [...look.matchAll(NUMBERLIKE)].flatMap(({ 0: run, index }) =>
    [...run.matchAll(LETTER)].map((found) => index + found.index),
  );
  const read = waysToRead(at).flatMap((digits) => [withDigits(look, digits, 0), withDigits(look, digits, 1)]);
  return [...new Set([id, ...read])].map((text) => readingOf(text, text.length === look.length ? look : text));
}

/** Which of the letters at these places are digits. */
function waysToRead(at: readonly number[]): readonly (readonly number[])[] {
  if (at.length <= FEW_LETTERS) return subsets(at);
  if (at.length > MANY_LETTERS) return [[], at];
  return [[], ...at.flatMap((_place, from) => at.slice(from).map((_to, count) => at.slice(from, from + count + 1)))];
}

function subsets(all: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** all.length }, (_none, which) => all.filter((_at, bit) => (which >> bit) % 2 === 1));
}

/** @param which the first or the second digit that a letter may stand for */
function withDigits(text: string, digits: readonly number[], which: 0 | 1): string {
  return text.replace(LETTER, (letter, at: number) => {
    if (!digits.includes(at)) return letter;
    const [first, second = first] = STANDS_FOR[letter] ?? [letter];
    return which === 0 ? first : second;
  });
}

/** Letters and digits of ASCII, with single separators between. */
const PLAIN = /^[a-z\d]+(?:[-_./ ][a-z\d]+)*$/;
/** A number in another notation than a person's is given in: `0x3e9`, `1e3`. */
const NOTATION = /^(0[xbo][\da-f]+|\d+(\.\d+)?e\d+)$/;

/**
 * Whether an id is written so that nothing in it can be mistaken: in plain letters and digits, after normalisation.
 * One with letters of another script or with other signs can look like any id, so it proves nothing.
 */
export function isPlainId(id: string): boolean {
  return PLAIN.test(id) && !NOTATION.test(id);
}

const LEADING = /^0+(?=\d)/;

/** @param written the id as it is written, letter for letter beside its reading: letters alone make no number */
function readingOf(id: string, written: string): Reading {
  const all = (id.match(/\d+|[\p{L}\p{M}]+/gu) ?? []).map((part) => part.replace(LEADING, ''));
  const found = [...id.matchAll(/\d+/g)].map(({ 0: run, index }) => ({
    run,
    isOwn: /\d/.test(written.slice(index, index + run.length)),
  }));
  const runs = found.map(({ run }) => run);
  const short = runs.map((run) => run.replace(LEADING, ''));
  const own = found.filter(({ isOwn }) => isOwn).map(({ run }) => run.replace(LEADING, ''));
  const among = own.length > 0 ? own : all;
  const longest = Math.max(0, ...among.map((part) => part.length));
  const zeros = runs.slice(1).some((run) => run.startsWith('0'));
  return {
    all,
    main: among.filter((part) => part.length === longest),
    rows: [runs.join(''), short.join('')].map((row) => row.replace(LEADING, '')).filter((row) => row !== ''),
    numbers: joined(found),
    bare: zeros ? runs.join('').replaceAll('0', '') : null,
    padded: zeros ? new RegExp(`^0*${runs.map((run) => run.replace(/^0+/, '')).join('0*')}$`, 'u') : null,
  };
}

interface Run {
  readonly run: string;
  /** Whether any of its digits is written as one. */
  readonly isOwn: boolean;
}

/** Each number of three or more digits, and each that neighbours make together; without leading zeros. */
function joined(found: readonly Run[]): readonly string[] {
  return found.flatMap((_run, from) =>
    found
      .slice(from)
      .map((_next, count) => found.slice(from, from + count + 1))
      .filter((runs) => runs.some(({ isOwn }) => isOwn))
      .map((runs) => runs.map(({ run }) => run).join(''))
      .filter((number) => number.length >= NUMBER_LENGTH && /[1-9]/.test(number))
      .map((number) => number.replace(LEADING, '')),
  );
}

/** So many digits make a number that is given to a person rather than a step on a list: `tier 0`, `5`, `12`. */
export const NUMBER_LENGTH = 3;
