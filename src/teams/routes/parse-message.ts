import { isDeepStrictEqual } from 'node:util';
import { msg } from '../../shared/language/worded.ts';
import { type Command, DECIDES } from '../language/command.ts';
import { type HeardText, linesOf, normaliseText, pastedLines, withoutOthers } from '../language/normalise.ts';
import { parseCommand, shown } from '../language/parse-command.ts';
import { inOneLine, parseSeveralLines, SEVERAL } from '../language/several/parse-several.ts';
import { IMPORT, parseImport } from '../language/supported/parse-indicators.ts';
import { saidOtherwise } from '../language/tongues/tongues.ts';

export interface ParsedMessage {
  /** The text that was understood, normalised. */
  readonly text: string;
  readonly command: Command;
  /** What a button says to ask for the same once more; empty for a list that no button holds. */
  readonly say: string;
}

/**
 * Parses a message as Teams sends it. Whoever is mentioned right beside the bot reads along and says nothing of what is
 * asked; but what they were told to decide is not decided by whoever told them: then the card is shown.
 */
export function parseMessage(heard: HeardText): ParsedMessage {
  const text = normaliseText(heard);
  const list = pastedLines(heard, headOf);
  const listed = list && list.length > 1 ? parseList(list) : null;
  if (listed) return { text, command: listed, say: sayList(list ?? [], listed) };
  const command = parseCommand(text);
  const alone = withoutOthers(heard);
  if (alone === null || !isMiss(command)) return { text, command, say: text };
  const meant = parseCommand(alone);
  return { text: alone, command: DECIDES.has(meant.kind) ? (shown(meant) ?? command) : meant, say: alone };
}

/** How a list begins, in English whatever language it is said in; null for a line that begins none. */
function headOf(line: string): string | null {
  const begins = (one: string) => IMPORT.test(one) || SEVERAL.test(one);
  if (begins(line)) return line;
  // What stands in quotation marks begins no reason.
  const masked = line.replace(/["“”„‟][^"“”„‟]*["“”„‟]/gu, (quoted) => 'x'.repeat(quoted.length));
  const at = /[\s,]+(?=weil\s)/iu.exec(masked);
  const bare = line.slice(0, at?.index);
  const why = at === null ? [] : [line.slice(at.index + at[0].length)];
  const said = [...saidOtherwise(bare.replace(/[ :]+$/u, ''))].find((one) => begins(one.line));
  return said === undefined ? null : [said.line, ...why].join(' because ');
}

/** A list below the words that say what it is, a line each; null where no words do. */
function parseList([head = '', ...lines]: readonly string[]): Command | null {
  if (IMPORT.test(head)) return parseImport([head, ...lines]);
  return SEVERAL.test(head) ? parseSeveralLines([head, ...lines], parseCommand, headOf) : null;
}

/** A list in one line; empty where no line says the same. */
function sayList(list: readonly string[], command: Command): string {
  const line = command.kind === 'several' ? inOneLine(list) : null;
  const { rows: _, ...meant } = { rows: [], ...command };
  return line !== null && isDeepStrictEqual(parseCommand(line), meant) ? line : '';
}

const SORTS = ['import changes', 'import indicators'];

/** Files that may hold a list. */
const LIST = /\.(?:json|csv|tsv|txt)$/iu;

/**
 * What a message says of the file that came with it: the words that a list begins with; empty where the file alone has
 * to show what it is; null where no file belongs to what the message says.
 */
export function sortOfFile({ text, command }: ParsedMessage, name: string): string | null {
  const head = headOf(text);
  if (head !== null) return head;
  return LIST.test(name) && (text === '' || command.kind === 'unknown') ? '' : null;
}

/**
 * What an attached file asks for, and what a button says for the same.
 * @param sort as `sortOfFile` tells it
 */
export function parseFile(sort: string, file: string): Pick<ParsedMessage, 'command' | 'say'> {
  const lines = linesOf(file);
  const lists = (sort === '' ? SORTS : [sort]).map((head) => [head, ...lines]);
  for (const list of lists) {
    const command = parseList(list);
    const isRead = command !== null && READ_LISTS.has(command.kind);
    if (command && (isRead || sort !== '')) return { command, say: sayList(list, command) };
  }
  return { command: UNKNOWN_LIST, say: '' };
}

/** A file of which something is read shows what it is. */
const READ_LISTS: ReadonlySet<Command['kind']> = new Set(['several', 'change', 'faulty-list'] as const);

const UNKNOWN_LIST: Command = {
  kind: 'malformed',
  why: msg`The file does not show what it is. Attach it again, and say beside it what it is.`,
  examples: SORTS,
};

function isMiss({ kind }: Command): boolean {
  return kind === 'unknown' || kind === 'offer' || kind === 'malformed';
}
