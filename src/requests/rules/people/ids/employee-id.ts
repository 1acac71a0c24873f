import { lookAlikeKey, plainText } from '../../../../shared/name-keys.ts';
import { NUMBER_LENGTH } from './alike-ids.ts';

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

/**
 * An employee id as it is compared: the person's part of it, folded as names are. Its zeros stay, and so do spaces
 * between digits: what they mean is seen only beside another id. So do digits of another script: they are judged by
 * their value, but one may look like another of ours (a Bengali 4 like an 8), so they prove no difference.
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
  const folded = plainText((employeeId ?? '').replace(RAISED, (sign) => `${MARKED}${sign}`));
  if (NO_DIGIT.test(plainDigits(folded))) return null;
  const part = pattern === null ? folded.replace(AROUND, '') : picked(pattern, folded.replace(/\s+/gu, ''));
  const letters = plainDigits(part).replace(/[^\p{L}\p{N}]/gu, '');
  if (FILLERS.test(letters) || PLACEHOLDERS.has(letters) || KINDS.has(letters)) return null;
  return pattern === null && !isNumber(plainDigits(folded), names) ? null : part;
}

/**
 * Signs that folding makes plain digits or letters of, though they are none: `²`, `½`, `①`, `Ⅷ`, `№`. Each is marked:
 * `1001²` is not 10012, and nobody knows whose it is, so it proves no difference.
 */
const RAISED = /[\p{No}\p{Nl}\p{Lm}\p{So}\u00AA\u00BA]/gu;
const MARKED = '^';

/** Entra takes 16 characters; a longer text is no employee id, and no pattern is tried on it. */
const LONGEST_ID = 64;

/** The first group of a pattern, which sees plain digits, as it is written; blank where it does not fit. */
function picked(pattern: string, id: string): string {
  if (id.length > LONGEST_ID) return '';
  const plain = plainDigits(id);
  const [from, to] = new RegExp(pattern, 'diu').exec(plain)?.indices?.[1] ?? [0, 0];
  // A digit of another script may be two code units long, its value is one: letters are counted, not units.
  const [before, part] = [Array.from(plain.slice(0, from)).length, Array.from(plain.slice(from, to)).length];
  return Array.from(id)
    .slice(before, before + part)
    .join('');
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
  if (words.some((word) => word.length >= NUMBER_LENGTH && own.includes(lookAlikeKey(word)))) return false;
  return ![joined, id.replace(/^\P{L}+|\P{L}+$/gu, '')].some((text) => isOfName(text, own, digits.length));
}

/** So many letters of one word of a name are no chance: those of two words are none either. */
const TELLING = 3;

/**
 * Whether the letters of an id are the account's own name, joined (`aliceahlgren2`) or abbreviated (`aahlgrenadm1`),
 * perhaps with words that go with a number. Beside a number that is long enough, only whole words say so: initials go
 * with a person's number.
 */
function isOfName(text: string, own: readonly string[], digits: number): boolean {
  const letters = lookAlikeKey(text).replace(/[^\p{L}\p{M}]/gu, '');
  if (letters.length < 2) return false;
  const isWhole = digits >= NUMBER_LENGTH;
  // How much of a name the letters before each place can be made of; -1 where they cannot.
  const made = [0, ...Array.from(letters, () => -1)];
  for (let at = 0; at < letters.length; at += 1) {
    const before = made[at] ?? -1;
    const reach = (length: number, more: number) => {
      made[at + length] = Math.max(made[at + length] ?? -1, before + more);
    };
    if (before < 0) continue;
    for (const kind of KINDS) if (letters.startsWith(kind, at)) reach(kind.length, 0);
    for (const word of own)
      for (let length = 1; length <= word.length && letters.startsWith(word.slice(0, length), at); length += 1)
        if (!isWhole || length === word.length) reach(length, length >= TELLING ? 2 : 1);
  }
  return (made[letters.length] ?? -1) > 1;
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}]+/gu) ?? [];
}

/** How an id looks: two ids that share it are taken for one (`10O1`, `l001`, `1001`). */
export function lookOfId(id: string): string {
  const look = lookAlikeKey(plainDigits(id).replaceAll(MARKED, '')).replace(/\s+/gu, '');
  return withoutZeros(look.replaceAll('o', '0').replace(/[li|]/g, '1'));
}

/**
 * Zeros in front of the number are dropped, also after a prefix: `E-0012`. All others stay, and so do those after what
 * may be a digit itself: `l001`.
 */
function withoutZeros(id: string): string {
  const [, prefix = ''] = /^(\D*?)0+(?=\d)/u.exec(id) ?? [];
  return /(?<!\p{L})[lio|][lio|\P{L}]*$/u.test(prefix) ? id : id.replace(/^(\D*?)0+(?=\d)/u, '$1');
}

/** Numbers that are no digits and stand for none: an id that holds one can be read in more ways than one. */
const NO_DIGIT = /[\p{No}\p{Nl}]/u;

/** Digits that Unicode does not list as such: in circles that are filled or of two lines, and those of Chinese. */
const OTHER_DIGITS: readonly string[] = [
  ...['\u24FF❶❷❸❹❺❻❼❽❾', '\u{1F10B}➀➁➂➃➄➅➆➇➈', '\u{1F10C}➊➋➌➍➎➏➐➑➒'],
  ...['\u24EA⓵⓶⓷⓸⓹⓺⓻⓼⓽', '〇一二三四五六七八九', '零壹贰叁肆伍陆柒捌玖'],
];

const OTHER_DIGIT = new RegExp(`[${OTHER_DIGITS.join('')}]`, 'gu');

/** Spaces that do not stand between two digits of any kind. */
const ANY_DIGIT = `[\\p{Nd}${OTHER_DIGITS.join('')}]`;
const AROUND = new RegExp(`\\s+(?!${ANY_DIGIT})|(?<!${ANY_DIGIT})\\s+`, 'gu');

/**
 * Digits of every script as 0 to 9, one letter for one. Each script has ten in a row, from zero on (Unicode, general
 * category Nd); the rows of two scripts may follow each other.
 */
function plainDigits(text: string): string {
  const known = text.replace(OTHER_DIGIT, (digit) =>
    String(Math.max(...OTHER_DIGITS.map((row) => Array.from(row).indexOf(digit)))),
  );
  return known.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let before = 0;
    while (code > before && /\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
    return String(before % 10);
  });
}
