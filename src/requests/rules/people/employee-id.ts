import { plainText } from '../../../shared/name-keys.ts';

/** What people write where there is no employee id, without anything but letters and digits. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(
  [
    'na none null nil undefined unknown missing empty blank default dummy test temp tbd tba todo notset notapplicable',
    'notassigned unassigned external extern ext contractor contract consultant vendor partner guest intern staff',
    'employee admin administrator service svc ka',
  ].flatMap((line) => line.split(' ')),
);

/** Zeros, nines, a row of x, and the digits in order. */
const FILLERS = /^(0*|9{3,}|x+|12345(6(7(8(9(0)?)?)?)?)?)$/;

/**
 * An employee id as it is compared: the person's part of it, folded as names are, without spaces, each number in plain
 * digits without leading zeros.
 * @param pattern source of a regular expression whose first group is the person's part; it sees the folded id
 * @returns null for what says nothing: blank, a known placeholder, or an id that the pattern does not fit
 */
export function comparedId(employeeId: string | null, pattern: string | null): string | null {
  const folded = plainDigits(plainText(employeeId ?? '')).replace(/\s+/gu, '');
  const part = pattern === null ? folded : (new RegExp(pattern, 'iu').exec(folded)?.[1] ?? '');
  const id = withoutZeros(part);
  const letters = id.replace(/[^\p{L}\p{N}]/gu, '');
  return FILLERS.test(letters) || PLACEHOLDERS.has(letters) ? null : id;
}

/**
 * Whether two different ids may be one person's: the same number with something around it (`1001`, `1001-ADM`,
 * `E1001`), or one id within the other. Then they prove nothing.
 */
export function areAlike(a: string, b: string): boolean {
  const [ofA, ofB] = [parts(a), parts(b)];
  if (ofA.digits !== '' && ofA.digits === ofB.digits) return true;
  if (ofA.main.some((part) => ofB.main.includes(part))) return true;
  return isWithin(ofA.all, ofB.all) || isWithin(ofB.all, ofA.all);
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

/** Zeros after a separator within a number stay: `1.001`. */
function withoutZeros(id: string): string {
  return id.replace(/(?<![\d.,'])0+(?=\d)/g, '');
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
