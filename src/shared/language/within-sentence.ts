import { ENGLISH } from './languages.ts';
import { languageNow } from './worded.ts';

/** A text that begins like a sentence, within one: English goes on with a small letter, other languages may not. */
export function withinSentence(text: string): string {
  return languageNow() === ENGLISH ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
