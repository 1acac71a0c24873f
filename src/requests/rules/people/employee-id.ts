import { lookAlikeKey, plainText } from '../../../shared/name-keys.ts';

/** Words of ids that say nothing, in a row without what is between them: `not available 2` is `notavailable`. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(
  [
    'na nil null none nan undefined unknown unbekannt missing empty blank default dummy test temp tmp tbd tba tbc todo',
    'pending open ref false true value name div notset noid notapplicable notavailable unavailable available notassigned',
    'unassigned noemployee nonemployee cloudonly cloud breakglass emergency tier shared system sys user account generic',
    'room resource bot robot app external contractor consultant vendor partner guest intern staff ka',
  ].flatMap((line) => line.split(' ')),
);

/** Words that go with a person's number as well (`ADM-1001`), but say nothing without one. */
const KINDS: ReadonlySet<string> = new Set(
  'adm admin administrator priv service svc ext extern employee emp no not id nr'.split(' '),
);

/** One digit again and again, a row of x, and the digits in order. */
const FILLERS = /^(0*|(\d)\2{2,}|x+|12345(6(7(8(9(0)?)?)?)?)?)$/;

/** So many digits make a number that is given to a person rather than a step on a list: `tier 0`, `5`, `12`. */
const NUMBER_LENGTH = 3;

/**
 * An employee id as it is compared: the person's part of it, folded as names are, without spaces, each number in plain
 * digits without leading zeros.
 * @param pattern source of a regular expression whose first group is the person's part; it sees the folded id
 * @param names what the account is called: its display name and the first part of its principal name
 * @returns null for what says nothing: blank, a placeholder, an id that the pattern does not fit and, without a
 * pattern, whatever is not clearly a person's number: no digit, too few digits, one repeated, the account's own name
 */
export function comparedId(
  employeeId: string | null,
  pattern: string | null,
  names: readonly string[] = [],
): string | null {
  const folded = plainDigits(plainText(employeeId ?? ''));
  const joined = folded.replace(/\s+/gu, '');
  const part = pattern === null ? joined : (new RegExp(pattern, 'iu').exec(joined)?.[1] ?? '');
  const letters = part.replace(/[^\p{L}\p{N}]/gu, '');
  if (FILLERS.test(letters) || PLACEHOLDERS.has(letters) || KINDS.has(letters)) return null;
  return pattern === null && !isNumber(folded, names) ? null : withoutZeros(part);
}

/** Whether an id without a pattern can be a person's number. */
function isNumber(id: string, names: readonly string[]): boolean {
  const digits = id.replace(/\D/g, '');
  if (/^0*$/.test(digits)) return false;
  const words = wordsOf(id);
  const joined = id.replace(/[^\p{L}]/gu, '');
  if (words.length === 0) return digits.length >= NUMBER_LENGTH;
  if ([...words, joined].some((word) => PLACEHOLDERS.has(word)) || /\bn\W?a\b/u.test(id)) return false;
  if (digits.length < NUMBER_LENGTH && [...words, joined].some((word) => KINDS.has(word))) return false;
  const own = names.flatMap((name) => wordsOf(lookAlikeKey(plainText(name))));
  return !words.some((word) => word.length >= NUMBER_LENGTH && own.includes(lookAlikeKey(word)));
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}]+/gu) ?? [];
}

/** How an id looks: two ids that share it are taken for one (`10O1`, `l001`, `1001`). */
export function lookOfId(id: string): string {
  return withoutZeros(lookAlikeKey(id).replaceAll('o', '0').replace(/[li|]/g, '1'));
}

/**
 * Whether two different ids may be one person's: the same number with something around it (`1001`, `1001-ADM`,
 * `E1001`, `ADM1001-2024`), or one id within the other, also where only the looks are the same. Then they prove
 * nothing.
 */
export function areAlike(a: string, b: string): boolean {
  return alikeParts(parts(a), parts(b)) || alikeParts(parts(lookOfId(a)), parts(lookOfId(b)));
}

function alikeParts(a: Parts, b: Parts): boolean {
  if (a.digits !== '' && a.digits === b.digits) return true;
  if (a.main.some((part) => b.main.includes(part))) return true;
  if (a.all.some((part) => /^\d{3,}$/.test(part) && b.all.includes(part))) return true;
  return isWithin(a.all, b.all) || isWithin(b.all, a.all);
}

interface Parts {
  /** Numbers and words, in order. */
  readonly all: readonly string[];
  /** The longest number; without any, the longest word. Several of one length are all taken. */
  readonly main: readonly string[];
  /** Every digit, in one row. */
  readonly digits: string;
}

function parts(id: string): Parts {
  const all = (id.match(/\d+|[\p{L}\p{M}]+/gu) ?? []).map((part) => part.replace(LEADING, ''));
  const numbers = all.filter((part) => /^\d/.test(part));
  const among = numbers.length > 0 ? numbers : all;
  const longest = Math.max(0, ...among.map((part) => part.length));
  return {
    all,
    main: among.filter((part) => part.length === longest),
    digits: id.replace(/\D/g, '').replace(LEADING, ''),
  };
}

const LEADING = /^0+(?=\d)/;

/** Zeros after a separator within a number stay: `1.001`; and those after what may be a digit itself: `l001`. */
function withoutZeros(id: string): string {
  return id.replace(/(?<![\d.,']|(?<!\p{L})[lio]+)0+(?=\d)/gu, '');
}

function isWithin(a: readonly string[], b: readonly string[]): boolean {
  return a.every((part) => b.includes(part));
}

/** Digits of every script as 0 to 9: each script has them in a row, from zero on (Unicode, general category Nd). */
function plainDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let before = 0;
    while (before < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
    return String(before);
  });
}
