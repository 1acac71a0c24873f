import { decodeHTMLStrict } from 'entities/decode';

/**
 * Format (bidi, zero width, tags), variation selectors, private use, lone surrogates: nothing that a person types on
 * purpose.
 */
const UNSEEN = /\p{Cf}|\p{Cs}|\p{Co}|\p{Variation_Selector}|\u{34F}/gu;
const BLANKS = /[\p{Z}\p{Cc}]+/gu;

/** Text as it is read: one form for every look-alike width (NFKC), nothing unseen, every white space a single space. */
export function cleanText(text: string): string {
  return text.normalize('NFKC').replace(UNSEEN, '').replace(BLANKS, ' ').trim();
}

/** Longest text that is looked at, in UTF-16 units; Teams itself stops at 28 KB, and no command is near it. */
const HEARD_MAX = 16_384;

/**
 * Longest text that is handed on: a reason of full length and the words around it, with room to be told that it is too
 * long.
 */
const TEXT_MAX = 2_000;
const AT = /<at(?:\s[^<>]{0,200})?>([^<>]{0,200})<\/at>/giu;
const WHOLE_AT = /^<at(?:\s[^<>]{0,200})?>[^<>]{0,200}<\/at>$/iu;
const BLOCK = /<\/?(?:p|div|br|span)\s{0,8}\/?>/giu;

export interface HeardText {
  /** As Teams sends it: plain text with `<at>` marks and a few entities. */
  readonly text: string;
  readonly mentions: readonly { readonly id: string; readonly text: string }[];
  readonly bot: { readonly id: string; readonly name: string };
}

/**
 * What somebody wrote, as the parser takes it: without any mention of the bot, other people's mentions as their names,
 * entities decoded once, in one form. The library's own stripping takes only the first mention, leaves `&nbsp;` and
 * crashes on others (docs/facts/teams.md#mentions). A text that is too long ends in an ellipsis, so that its beginning
 * is never taken for the whole.
 */
export function normaliseText({ text, mentions, bot }: HeardText): string {
  const heard = text.slice(0, HEARD_MAX);
  const called = mentions
    .filter((mention) => mention.id === bot.id && WHOLE_AT.test(mention.text))
    .slice(0, 50)
    .reduce((rest, mention) => rest.replaceAll(mention.text, ' '), heard);
  const named = called.replace(AT, (_whole, name: string) => (isSame(name, bot.name) ? ' ' : name));
  const clean = cleanText(decodeHTMLStrict(named.replace(BLOCK, ' ')));
  const isCut = text.length > HEARD_MAX || clean.length > TEXT_MAX;
  return isCut ? `${clean.slice(0, TEXT_MAX)}…` : clean;
}

function isSame(mentioned: string, name: string): boolean {
  return name !== '' && cleanText(decodeHTMLStrict(mentioned)).toLowerCase() === cleanText(name).toLowerCase();
}
