/**
 * Folds a text so that rules can be compared without regard to case: Unicode default lower case, locale-independent,
 * one whole string at a time (so a capital sigma at the end of a value folds to a final sigma). Both sides of every
 * comparison use it.
 */
export function foldCase(text: string): string {
  return text.toLowerCase();
}

/** Whether a condition's value is blank. Defender's portal leaves such rows behind and ignores them. */
export function isBlank(value: string): boolean {
  return value.trim() === '';
}
