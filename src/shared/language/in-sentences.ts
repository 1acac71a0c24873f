import { ENGLISH } from './languages.ts';
import { languageNow, say, t } from './worded.ts';

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

/** Where one sentence of a note ends and the next begins. */
const BETWEEN = /(?<=[.:]) (?=[\p{Lu}"])/u;

/**
 * A note that Airlock stored, in English, for whoever reads it now: what is a text of `msg` is worded, be it one
 * sentence or several; one with names or numbers in it stays as it is stored.
 */
export function saySentences(note: string): string {
  return languageNow() === ENGLISH ? note : saidRuns(note.split(BETWEEN)).join(' ');
}

/** The longest run of sentences that is a text, from the first on. */
function saidRuns(sentences: readonly string[]): readonly string[] {
  if (sentences.length === 0) return [];
  for (let length = sentences.length; length > 0; length -= 1) {
    const text = sentences.slice(0, length).join(' ');
    const said = say(text);
    if (said !== text || length === 1) return [said, ...saidRuns(sentences.slice(length))];
  }
  return sentences;
}
