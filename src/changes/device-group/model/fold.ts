/**
 * The one folding under which rules are compared: Unicode default lower case, locale-independent, one string at a time
 * (so a capital sigma at the end of a value folds to a final sigma). Both sides of every comparison pass through it.
 */
export function foldCase(text: string): string {
  return text.toLowerCase();
}

/** A condition value that says nothing; Defender's portal leaves such rows behind and ignores them. */
export function isBlank(value: string): boolean {
  return value.trim() === '';
}
