import { t } from './language/worded.ts';

/** How much of a service's own words is shown, in characters. */
const LONGEST = 200;

/** What is no sentence for people: a web page, or something long enough to be a token. */
const PAGE = /<[a-z!/?]/i;
const SECRET = /\beyJ[\w-]+(\.[\w-]*)+|[\w+/=~-]{48,}/g;

/**
 * A service's own words, fit to be shown: without invisible characters and anything like a token, and cut to length.
 * @returns empty if nothing of it can be shown
 */
export function shownWords(text: string): string {
  if (PAGE.test(text)) return '';
  const clean = text.replace(SECRET, '…').replace(/[\p{C}\p{Z}]+/gu, ' ');
  const characters = [...clean.trim()];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : characters.join('');
}

/**
 * The end of a sentence that quotes a service: `, saying: "The name is taken."`, or a full stop where it said nothing.
 * @param words as `shownWords` gives them
 */
export function saying(words: string): string {
  if (words === '') return '.';
  const said = t`, saying: "${words}"`;
  return /[.!?…]$/.test(words) ? said : `${said}.`;
}
