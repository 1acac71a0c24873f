/** Format (bidi, zero width, tags), variation selectors, private use, lone surrogates: nothing that a person types on purpose. */
const UNSEEN = /\p{Cf}|\p{Cs}|\p{Co}|\p{Variation_Selector}|\u{34F}/gu;
const BLANKS = /[\p{Z}\p{Cc}]+/gu;

/** Text as it is read: one form for every look-alike width (NFKC), nothing unseen, every white space a single space. */
export function cleanText(text: string): string {
  return text.normalize('NFKC').replace(UNSEEN, '').replace(BLANKS, ' ').trim();
}
