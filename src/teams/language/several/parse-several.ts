import { MOST_PARTS } from '../../../changes/several/several-change.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Command, CommandOf } from '../command.ts';
import { sayCommand } from '../understand/say.ts';
import { type ListWithin, listsWithin, wishOfList } from './lists-within.ts';
import { type ListRow, rowsIn } from './several-rows.ts';

type WithList = ListWithin & { readonly at: number };
type Parsed = CommandOf<'several' | 'incomplete' | 'malformed'>;
type Wish = CommandOf<'several'>['wishes'][number];

/** How a message begins that holds several changes, which may stand below it. */
export const SEVERAL = /^(?:as one request|import (?:the )?changes)\b/iu;

const HEAD = /^(?:as one request|import (?:the )?changes)(?:[\s,]+because (.+?))?[ :]*$/iu;
const ONE_LINE = /^as one request[ :]+(.+)$/iu;

const EXAMPLES = ['as one request: enable automated investigation; edit device group Lab level full', 'import changes'];

/** The command that asks for several changes at once: `as one request: A; B`. */
export function sayTogether(commands: readonly string[]): string {
  return `as one request: ${commands.join('; ')}`;
}

/** Several commands in one line, with semicolons between them; null for any other text. */
export function parseSeveral(line: string, parse: (text: string) => Command): Parsed | null {
  const list = ONE_LINE.exec(line)?.[1];
  if (list !== undefined) return wishesOf(apart(list), parse, 'change');
  return HEAD.test(line) ? nothingBelow() : null;
}

/**
 * The same with the changes below the first line: a command a line, with lists of indicators among them; a CSV or JSON.
 * @param headOf how a line begins a list, in English whatever language it is said in; null where it begins none
 */
export function parseSeveralLines(
  [head = '', ...below]: readonly string[],
  parse: (text: string) => Command,
  headOf: (line: string) => string | null = (line) => line,
): Parsed {
  if (below.every((line) => line === '')) return parseSeveral(head, parse) ?? nothingBelow();
  const reason = HEAD.exec(head);
  if (!reason) return malformed(t`The list begins on a line of its own.`);
  const rows = listRows(below, headOf) ?? rowsIn(below);
  if ('why' in rows) return malformed(rows.why);
  const read = wishesOf(rows, parse, 'row');
  if (read.kind !== 'several') return read;
  const why = reason[1] === undefined ? {} : { reason: reason[1] };
  return { ...read, rows: rows.map(({ at }) => at), ...why };
}

/** Commands with lists of indicators among them, in their order; null where there is no such list. */
function listRows(
  lines: readonly string[],
  headOf: (line: string) => string | null,
): readonly (ListRow | WithList)[] | null {
  const found = listsWithin(lines, headOf);
  if (found === null) return null;
  const commands = found.others.map(({ at, line }) => ({ at, command: line }));
  return [...commands, ...found.lists].sort((one, other) => one.at - other.at);
}

/** A list as the one line that asks for the same; null where no short line does. */
export function inOneLine([head = '', ...below]: readonly string[]): string | null {
  const rows = listRows(below, (line) => line) ?? rowsIn(below);
  if ('why' in rows) return null;
  const lines = rows.flatMap((row) => sayRow(row) ?? []);
  if (lines.length < rows.length) return null;
  const reason = HEAD.exec(head)?.[1];
  return `${sayTogether(lines)}${reason === undefined ? '' : ` because ${reason}`}`;
}

function sayRow(row: ListRow | WithList): string | null {
  if ('command' in row) return row.command;
  return 'input' in row ? sayCommand({ kind: 'input', input: row.input }) : null;
}

function nothingBelow(): Parsed {
  return {
    kind: 'incomplete',
    why: t`Write the changes behind it with semicolons between them, or paste them below: a command a line, a CSV or JSON; below a line such as "import indicators: block for 30 days" a list of indicators, up to an empty line. In your own chat you can attach them as a file, with "import changes" beside it.`,
    example: EXAMPLES[0] ?? '',
  };
}

/** Cut at semicolons, but not within quotation marks. */
function apart(list: string): readonly ListRow[] {
  const parts = [...list.matchAll(/(?:"[^"]*"|[^;"]|")+/gu)].map(([part]) => part.trim());
  return parts.filter((part) => part !== '').map((command, index) => ({ at: index + 1, command }));
}

function wishesOf(rows: readonly (ListRow | WithList)[], parse: (text: string) => Command, called: Called): Parsed {
  const read = rows.map((row) => wishOf(row, parse));
  const wrong = rows.flatMap((row, index) => {
    const wish = read[index];
    if (wish === undefined || !('why' in wish)) return [];
    return [wrongRow(called, row, wish.why)];
  });
  if (wrong.length > 0) return malformed(t`Nothing was asked. ${firstOf(wrong)}`);
  if (rows.length < 2) return malformed(t`That is one change: write it on its own.`);
  if (rows.length > MOST_PARTS)
    return malformed(t`One request holds up to ${MOST_PARTS} changes; these are ${rows.length}.`);
  return { kind: 'several', wishes: read.flatMap((wish) => ('why' in wish ? [] : [wish])) };
}

/** What a wish is called in the list it stands in. */
type Called = 'change' | 'row';

function wrongRow(called: Called, row: ListRow | WithList, why: string): string {
  const { at } = row;
  if (called === 'row')
    return 'command' in row ? t`Row ${at}, "${row.command}": ${say(why)}` : t`Row ${at}: ${say(why)}`;
  return 'command' in row ? t`Change ${at}, "${row.command}": ${say(why)}` : t`Change ${at}: ${say(why)}`;
}

/** How many faults one answer tells. */
const TOLD = 8;

function firstOf(wrong: readonly string[]): string {
  const more = wrong.length - TOLD;
  return [...wrong.slice(0, TOLD), ...(more > 0 ? [t`${more} more are not shown.`] : [])].join(' ');
}

function wishOf(row: ListRow | WithList, parse: (text: string) => Command): Wish | { readonly why: string } {
  if ('list' in row) {
    const wish = wishOfList(row);
    if ('why' in wish) return wish;
    return isPart(wish.change) ? { change: wish.change } : { why: NOT_TOGETHER };
  }
  if (!('command' in row)) return 'why' in row ? { why: row.why } : { input: row.input };
  const command = parse(row.command);
  if (command.kind === 'input') return { input: command.input };
  if (command.kind !== 'change') return { why: command.kind === 'form' ? NEEDS_FORM : NO_CHANGE };
  const { change } = command;
  return isPart(change) ? { change } : { why: NOT_TOGETHER };
}

function isPart(change: CommandOf<'change'>['change']): change is Extract<Wish, { change: unknown }>['change'] {
  const { kind } = change;
  return (
    kind === 'advanced-feature' ||
    kind.startsWith('device-group.') ||
    kind === 'ungrouped-devices' ||
    kind === 'device-tags' ||
    kind === 'indicators'
  );
}

const NEEDS_FORM = msg`something is missing for it; its form asks for that, so write it on its own.`;
const NO_CHANGE = msg`this is no change of a switch, of a device group, of tags or of indicators.`;
const NOT_TOGETHER = msg`scans, alerts and response actions are requests of their own.`;

function malformed(why: string): Parsed {
  return { kind: 'malformed', why, examples: EXAMPLES };
}

/** A device group, and devices that get the tag of its rule in the same request. */
const FILLED = /^(.+?)[,;]? and tag (?!equals\b|is\b|starts\b|ends\b|contains\b)(?:these devices:? )?(.+)$/iu;

/**
 * "create a group called HR laptops, tag HR, full, and tag LAP-HR-0001": what stands before it is a whole command for a
 * group whose rule names a tag. Null for anything else.
 */
export function parseFilledGroup(line: string, parse: (text: string) => Command): CommandOf<'input'> | null {
  if (line.endsWith('?') || line.endsWith('…')) return null;
  const [, head, tagged] = FILLED.exec(line) ?? [];
  if (!head || !tagged || /\bwith\b/iu.test(tagged)) return null;
  const command = parse(head);
  if (command.kind !== 'input') return null;
  const { input } = command;
  if (input.kind !== 'device-group.create' && input.kind !== 'device-group.update') return null;
  const isByTag = input.fields.conditions?.some(({ property }) => property === 'tag') ?? false;
  return isByTag ? { ...command, input: { ...input, tagged } } : null;
}
