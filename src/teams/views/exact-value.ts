import { type ShownText, shown } from './shown-text.ts';

/** No value of a setting is longer; a card is smaller by far. */
const LONGEST = 25_000;

/**
 * A value to be copied from a card: never cut, and without the invisible isolate that keeps right-to-left text in its place, which would be copied
 * too. A value stands alone on its line. `isExact` is false where the text on the card is not the value, letter by letter.
 */
export function exactValue(raw: string): { readonly text: ShownText; readonly isExact: boolean } {
  const safe = shown(raw, LONGEST);
  // Sound: `shown` has made it safe, and taking its isolate from both ends adds nothing.
  const text = (safe.startsWith('\u2068') ? safe.slice(1, -1) : safe) as ShownText;
  return { text, isExact: text === raw };
}
