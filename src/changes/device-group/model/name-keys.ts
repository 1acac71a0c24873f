const UNSEEN = /[\p{Cf}\p{Variation_Selector}\u115F\u1160\u2800\u3164\uFFA0]|\u034F|\u17B4|\u17B5/gu;
const DASHES = /[\p{Pd}\u2212]/gu;
const APOSTROPHES = /[\u2018\u2019\u02BC\u02B9\u00B4\u0060]/gu;

/**
 * Letters of other scripts that are drawn like a Latin one, case by case. A small table of the common ones (Cyrillic,
 * Greek): the packages that carry Unicode's whole list are not kept up any more. Digits are left alone: "Tier 1" and
 * "Tier I" are both honest names.
 */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...pairs('АВЕКМНОРСТУХІЈЅԀԚԜҮЁЇӀ', 'ABEKMHOPCTYXIJSDQWYËÏI'),
  ...pairs('авекмнорстухіјѕԁһӏԛԝүёїѵгпь', 'abekmhopctyxijsdhlqwyëïvrnb'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϺ', 'ABEZHIKMNOPTYXM'),
  ...pairs('αβγεηικμνορςστυχωϳ', 'abyenikuvopsotuxwj'),
  ...pairs('ıɡɑ', 'iga'),
};

/**
 * What a name is to a reader's eye: two names that share a key cannot be told apart, or only by case, width or spaces.
 * The first key joins those, the second (where there is one) look-alike letters too.
 */
export function nameKeys(name: string): readonly string[] {
  const plain = name
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(DASHES, '-')
    .replace(APOSTROPHES, "'")
    .replace(/\s+/gu, ' ')
    .trim();
  const look = Array.from(plain, (letter) => LOOKALIKES[letter] ?? letter).join('');
  return [...new Set([fold(plain), fold(look)])];
}

/** Whether a reader could take one name for the other. */
export function looksLike(a: string, b: string): boolean {
  const keys = nameKeys(a);
  return nameKeys(b).some((key) => keys.includes(key));
}

/** Whether they differ in nothing but case, width and spaces. */
export function sameName(a: string, b: string): boolean {
  return nameKeys(a)[0] === nameKeys(b)[0];
}

/** By way of capitals, which joins what lower case alone keeps apart: final sigma, sharp s. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase().normalize('NFKC');
}

function pairs(from: string, to: string): Record<string, string> {
  const letters = Array.from(to);
  return Object.fromEntries(Array.from(from, (letter, at) => [letter, letters[at] ?? letter]));
}
