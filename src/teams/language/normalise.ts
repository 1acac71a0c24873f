import { decodeHTMLStrict } from 'entities/decode';

/**
 * Characters that nobody types on purpose: format (bidi, zero width, tags), variation selectors, private use, lone
 * surrogates.
 */
const UNSEEN = /\p{Cf}|\p{Cs}|\p{Co}|\p{Variation_Selector}|\u{34F}/gu;
const BLANKS = /[\p{Z}\p{Cc}]+/gu;

/**
 * Normalises text: one form for every look-alike width (NFKC), no invisible characters, all white space folded to
 * single spaces.
 */
export function cleanText(text: string): string {
  return text.normalize('NFKC').replace(UNSEEN, '').replace(BLANKS, ' ').trim();
}

/** Longest text that is read, in UTF-16 units. Teams itself stops at 28 KB; every command is far shorter. */
const HEARD_MAX = 16_384;

/**
 * Longest text that is passed on: a reason of full length and the words around it, with room to detect a reason that is
 * too long.
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
 * Prepares a message for the parser: removes mentions of the bot, replaces other mentions by their names, decodes
 * entities once, and normalises the text. The library's own stripping takes only the first mention, leaves `&nbsp;` and
 * crashes on others (docs/facts/teams.md#mentions). A text that is too long ends in an ellipsis, so that its beginning
 * is never mistaken for the whole.
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
