import { ENGLISH } from './languages.ts';
import { languageNow, t } from './worded.ts';

/** A heading or a state that goes on a sentence: English writes it small there; other languages keep their nouns. */
export function midSentence(heading: string): string {
  return languageNow() === ENGLISH ? heading.toLowerCase() : heading;
}

/** The same of a title that holds names: its first letter alone. */
export function midSentenceTitle(title: string): string {
  return languageNow() === ENGLISH ? `${title.slice(0, 1).toLowerCase()}${title.slice(1)}` : title;
}

/** "Alice and Bob": each of some, with one word between. */
export function joinedByAnd(parts: readonly string[]): string {
  return parts.join(t` and `);
}
