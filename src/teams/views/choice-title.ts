import { LENGTHS, shown } from './shown-text.ts';

const MARKDOWN = /[[\]*_<>`\\#~]/gu;

/**
 * Somebody's words as the title of a choice in a list that takes several. Some clients draw such a list open and read its titles as markdown,
 * so what would mean something there is left out.
 */
export function choiceTitle(words: string): string {
  return shown(words.replace(MARKDOWN, ' '), LENGTHS.name);
}
