import { decodeHTMLStrict } from 'entities/decode';
import { withoutMarks, withoutQuotes } from './teams-marks.ts';

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
  return seen(text.normalize('NFKC'));
}

function seen(text: string): string {
  return text.replace(UNSEEN, '').replace(BLANKS, ' ').trim();
}

const IN_QUOTES = /(?<=^|[\s,(:=])["“”„‟«»＂][^"“”„‟«»＂]*["“”„‟«»＂](?=[\s,.;:!?)]|$)/gu;

/** The same for a message: what stands in quotation marks is a name or a value, which keeps its letters as typed. */
function cleanMessage(text: string): string {
  let folded = '';
  let from = 0;
  for (const { index, 0: quoted } of text.matchAll(IN_QUOTES)) {
    folded += `${text.slice(from, index).normalize('NFKC')}"${quoted.slice(1, -1)}"`;
    from = index + quoted.length;
  }
  return seen(folded + text.slice(from).normalize('NFKC'));
}

/** Longest text that is read, in UTF-16 units. Teams itself stops at 28 KB; every command is far shorter. */
const HEARD_MAX = 16_384;

/**
 * Longest text that is passed on: a reason of full length and the words around it, with room to detect a reason that is
 * too long.
 */
const TEXT_MAX = 2_000;
/** What may bring a pasted list of names, and so be as long as a message is. */
const LISTING = /^(?:tag|untag|remove (?:the )?tag) /iu;

const AT = /<at(?:\s[^<>]{0,200})?>([^<>]{0,200})<\/at>/giu;
const WHOLE_AT = /^<at(?:\s[^<>]{0,200})?>[^<>]{0,200}<\/at>$/iu;

/** Stand for a mention of the bot, and for the two ends of another one, until the text is read. */
const [CALLED, OPENS, CLOSES] = ['\u{F8F0}', '\u{F8F1}', '\u{F8F2}'];
const BESIDE = new RegExp(`(?:${OPENS}[^${OPENS}${CLOSES}]*${CLOSES}|${CALLED}|\\s|&nbsp;|&#160;)+`, 'gu');

export interface HeardText {
  /** As Teams sends it: plain text with `<at>` marks and a few entities. */
  readonly text: string;
  readonly mentions: readonly { readonly id: string; readonly text: string }[];
  readonly bot: { readonly id: string; readonly name: string };
}

/**
 * Prepares a message for the parser: removes quotes and mentions of the bot, replaces other mentions by their names,
 * decodes entities once, and normalises the text. The library's own stripping takes only the first mention, leaves
 * `&nbsp;` and crashes on others (docs/facts/teams.md#mentions). A text that is too long ends in an ellipsis, so that
 * its beginning is never mistaken for the whole.
 */
export function normaliseText(heard: HeardText): string {
  return read(heard, marked(heard));
}

/**
 * The same without the people and tags that are mentioned right beside the bot; null where there are none. What they
 * were told as well is no decision of whoever wrote it.
 */
export function withoutOthers(heard: HeardText): string | null {
  const text = marked(heard);
  const alone = text.replace(BESIDE, (run) => (run.includes(CALLED) ? ' ' : run));
  return alone.split(OPENS).length === text.split(OPENS).length ? null : read(heard, alone);
}

/** The text that was heard, with one mark for each mention. */
function marked({ text, mentions, bot }: HeardText, most = HEARD_MAX): string {
  const heard = withoutQuotes(text.slice(0, most)).replace(/\p{Co}/gu, '');
  const called = mentions
    .filter((mention) => mention.id === bot.id && WHOLE_AT.test(mention.text))
    .slice(0, 50)
    .reduce((rest, mention) => rest.replaceAll(mention.text, CALLED), heard);
  return called.replace(AT, (_whole, name: string) => (isSame(name, bot.name) ? CALLED : OPENS + name + CLOSES));
}

function read({ text, bot }: HeardText, marked: string): string {
  const named = marked.replaceAll(CALLED, ' ').replaceAll(OPENS, '').replaceAll(CLOSES, '');
  const clean = uncalled(cleanMessage(decodeHTMLStrict(withoutMarks(named))), bot.name);
  const most = LISTING.test(clean) ? HEARD_MAX : TEXT_MAX;
  const isCut = text.length > HEARD_MAX || clean.length > most;
  return isCut ? `${clean.slice(0, most)}…` : clean;
}

/** Longest list that is read when it is pasted: Teams takes no longer message. */
const PASTED_MAX = 64_000;

/**
 * A message as its lines, each of them normalised, where it begins with one of these words; null for any other message.
 * A list that is too long is no list: nobody could see what it lacks.
 */
export function pastedLines(heard: HeardText, headOf: (line: string) => string | null): readonly string[] | null {
  if (heard.text.length > PASTED_MAX) return null;
  const text = marked(heard, PASTED_MAX).replaceAll(CALLED, ' ').replaceAll(OPENS, '').replaceAll(CLOSES, '');
  const plain = decodeHTMLStrict(withoutMarks(text.replace(/<br\s*\/?>|<\/p>/giu, '\n')));
  const lines = linesOf(plain);
  const [first = '', ...rest] = lines.slice(lines.findIndex((line) => line !== ''));
  const head = uncalled(first, heard.bot.name);
  const said = headOf(head);
  return said === null ? null : [said, ...rest];
}

/** The lines of a text that holds no marks of Teams, each of them normalised. Tabs part fields, as commas do. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/u).map((line) => cleanMessage(line.replaceAll('\t', ',')));
}

/** Takes away the bot's name that somebody typed as text: "@Airlock status". */
function uncalled(text: string, name: string): string {
  const call = `@${cleanText(name).toLowerCase()}`;
  const rest = text.toLowerCase();
  if (call.length < 2) return text;
  if (rest === call) return '';
  if (rest.startsWith(call) && /^[ ,:]/u.test(rest.slice(call.length))) {
    return text.slice(call.length).replace(/^[ ,:]+/u, '');
  }
  return rest.endsWith(` ${call}`) ? text.slice(0, -call.length).replace(/[ ,]+$/u, '') : text;
}

function isSame(mentioned: string, name: string): boolean {
  return name !== '' && cleanText(decodeHTMLStrict(mentioned)).toLowerCase() === cleanText(name).toLowerCase();
}
