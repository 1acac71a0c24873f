/** Texts that could be taken for the words around them. */
const AMBIGUOUS = /["\\,;:]|(?:^|\s)(?:and|or)(?=\s|$)|^\s|\s$|^$/iu;
/** White space that a card would show as a single blank. */
const LOST = /\s{2,}|[^\S ]/gu;

/**
 * Somebody's text within a sentence: bare where nothing is in doubt, else in quotation marks with those inside escaped, so that one value
 * "a or b" never looks like two. White space that a card would not show stands there as a mark.
 */
export function quoted(text: string): string {
  const visible = text.replace(LOST, (found) => '\u2423'.repeat(found.length));
  return AMBIGUOUS.test(text) || visible !== text ? `"${visible.replace(/["\\]/g, '\\$&')}"` : text;
}
