/** Characters that a reader does not see, or that turn the direction of others; line breaks among them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

/** Text as it is, with each character that cannot be seen named: `[U+202E]`. */
export function shown(text: string): string {
  return text.replace(
    UNSEEN,
    (unseen) => `[U+${(unseen.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

/** `2026-11-24T02:10:00.000Z`; the number itself where no calendar has such a day. @param at ms since 1970 */
export function moment(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}

/** `2026-11-24 02:10:00 UTC`, to be read by people. */
export function readableMoment(at: number): string {
  return moment(at)
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}
