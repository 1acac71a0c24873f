import { LRUCache } from 'lru-cache';

const UNSEEN =
  /[\p{Cf}\p{Variation_Selector}\u115F\u1160\u2800\u3164\uFFA0\u{13441}\u{13442}\u{1D159}]|\u034F|\u17B4|\u17B5/gu;
const DASHES = /[\p{Pd}\u2212]/gu;
const APOSTROPHES = /[\u2018\u2019\u02BC\u02B9\u00B4\u0060]/gu;

/**
 * Letters of other scripts that look like a Latin one, separately for each case. It is a small table of the common ones
 * (Cyrillic, Greek), since the packages with Unicode's whole list are no longer maintained. Digits are not in it: "Tier
 * 1" and "Tier I" are both legitimate names.
 */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...pairs('АВЕКМНОРСТУХІЈЅԀԚԜҮЁЇӀ', 'ABEKMHOPCTYXIJSDQWYËÏI'),
  ...pairs('авекмнорстухіјѕԁһӏԛԝүёїѵгпь', 'abekmhopctyxijsdhlqwyëïvrnb'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϺ', 'ABEZHIKMNOPTYXM'),
  ...pairs('αβγεηικμνορςστυχωϳ', 'abyenikuvopsotuxwj'),
  ...pairs('ıɡɑ', 'iga'),
};

/**
 * Keys for how a name looks. Two names that share a key look the same or almost so. The first key ignores case, width
 * and spaces; the second, if there is one, also replaces look-alike letters.
 */
export function nameKeys(name: string): readonly string[] {
  const known = KEYS.get(name);
  if (known !== undefined) return known;
  const keys = keysOf(name);
  if (name.length <= LONG) KEYS.set(name, keys);
  return keys;
}

function keysOf(name: string): readonly string[] {
  const plain = unified(name);
  const look = Array.from(plain, (letter) => LOOKALIKES[letter] ?? letter).join('');
  return [...new Set([fold(plain), fold(look)])];
}

/** A text without regard to case, width, invisible characters, kinds of dashes and spaces: the first key of a name. */
export function plainText(text: string): string {
  return fold(unified(text));
}

/**
 * The look of a text that was folded already, with look-alike letters replaced as capitals or, where they look like
 * none there, as small letters.
 */
export function lookAlikeKey(text: string): string {
  const known = LOOKS.get(text);
  if (known !== undefined) return known;
  const key = lookOf(text);
  if (text.length <= LONG) LOOKS.set(text, key);
  return key;
}

/** What was asked last: each click compares the same few people by the same marks. Longer texts are not kept. */
const LOOKS = new LRUCache<string, string>({ max: 4_000 });
const KEYS = new LRUCache<string, readonly string[]>({ max: 4_000 });
const LONG = 256;

function lookOf(text: string): string {
  const look = Array.from(unified(text), (letter) => LOOKALIKES[letter.toUpperCase()] ?? LOOKALIKES[letter] ?? letter);
  return fold(look.join(''));
}

/** Whether a reader could mistake one name for the other. */
export function looksLike(a: string, b: string): boolean {
  const keys = nameKeys(a);
  return nameKeys(b).some((key) => keys.includes(key));
}

/** Whether two names differ only in case, width and spaces. */
export function sameName(a: string, b: string): boolean {
  return nameKeys(a)[0] === nameKeys(b)[0];
}

function unified(name: string): string {
  return name
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(DASHES, '-')
    .replace(APOSTROPHES, "'")
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Folds by way of capitals, which unifies letters that lower case alone keeps distinct: final sigma, sharp s. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase().normalize('NFKC');
}

function pairs(from: string, to: string): Record<string, string> {
  const letters = Array.from(to);
  return Object.fromEntries(Array.from(from, (letter, at) => [letter, letters[at] ?? letter]));
}

/**
 * Whether a text that a service shows is this one: marks of HTML may stand encoded in it, and lines may end otherwise
 * than they were typed.
 */
export function isShownAs(shown: string, text: string): boolean {
  const wanted = inOneForm(text);
  return inOneForm(shown) === wanted || inOneForm(decoded(shown)) === wanted;
}

function inOneForm(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trim();
}

const MARKS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replaceAll(/&(?:(amp|lt|gt|quot|apos)|#(?:0*39|x0*27));/gi, (_, name?: string) => {
    return name === undefined ? "'" : (MARKS[name.toLowerCase()] ?? '');
  });
}
