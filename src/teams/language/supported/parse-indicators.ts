import type { End } from '../../../changes/supported/indicators/end-date.ts';
import type { Entry, Target } from '../../../changes/supported/indicators/indicator-entry.ts';
import { readRows } from '../../../changes/supported/indicators/indicator-rows.ts';
import {
  type IndicatorAction,
  type IndicatorType,
  SORTS,
  type Sort,
} from '../../../changes/supported/indicators/indicator-types.ts';
import { normaliseValue } from '../../../changes/supported/indicators/normalise-value.ts';
import { rowFaultsText, type UnreadRow } from '../../../changes/supported/indicators/row-faults.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { CommandOf } from '../command.ts';
import { endIn } from './parse-end.ts';

const VERBS: ReadonlyMap<string, IndicatorAction> = new Map([
  ['allow', 'Allowed'],
  ['block', 'Block'],
  ['block and remediate', 'BlockAndRemediate'],
  ['block and quarantine', 'BlockAndRemediate'],
  ['audit', 'Audit'],
  ['warn', 'Warn'],
  ['warn of', 'Warn'],
]);

const SORT = `(?:the )?(${SORTS.join('|')}|hash|thumbprint|ip address)s?`;
const VERB = '(allow|block(?: and (?:remediate|quarantine))?|audit|warn(?: of)?)';
const WRITE = new RegExp(`^${VERB} (?:indicators? )?${SORT} (.+)$`, 'iu');
/** Without a word for what it is, which then has to show. */
const BY_FORM = new RegExp(`^${VERB} ()((\\S+).*)$`, 'iu');
const REMOVE = new RegExp(`^(?:remove|delete) (?:the )?indicators? (?:(?:for|of) )?(?:${SORT} )?(.+)$`, 'iu');

/** Words that begin like a command about indicators and lack the rest. */
const BARE = new RegExp(`^(?:allow|block|audit|warn)(?: ${SORT})?$|^(?:remove|delete) (?:the )?indicators?$`, 'iu');

const SORT_WORDS: ReadonlyMap<string, Sort> = new Map([
  ...SORTS.map((sort) => [sort, sort] as const),
  ['hash', 'file'],
  ['thumbprint', 'certificate'],
  ['ip address', 'ip'],
]);

type Parsed = CommandOf<'change' | 'faulty-list' | 'incomplete' | 'malformed' | 'offer'>;

/** All of them, of which there may be thousands. */
const EVERY_ONE =
  /^(?:(?:show|list|give)(?: me)? )?(?:all )?(?:the |our )?indicators(?: list)? ?\??$|^(?:which|what) indicators (?:are there|do we have|have we) ?\??$/iu;
const UNBLOCK = new RegExp(`^(?:unblock|disallow) (?:${SORT} )?(\\S+)$`, 'iu');

/** What people say in other words: offered, or told how. */
function otherwise(line: string): Parsed | null {
  if (EVERY_ONE.test(line))
    return {
      kind: 'incomplete',
      why: t`Defender may list thousands, so Airlock tells of one at a time: write which. "which indicators end soon?" lists those of the next 7 days.`,
      example: 'is evil.example blocked?',
    };
  const [, sort, value = ''] = UNBLOCK.exec(line) ?? [];
  if (value === '' || 'fault' in normaliseValue(value, sortOf(sort))) return null;
  return { kind: 'offer', why: 'close', commands: [`remove indicator ${value}`] };
}

const EXAMPLES = ['allow domain example.com on "HR laptops" for 7 days', 'block domain example.com'];

/** A command that writes indicators or takes them away; null for any other text. */
export function parseIndicators(line: string): Parsed | null {
  if (BARE.test(line)) return { kind: 'incomplete', why: t`Write what it is about, too.`, example: EXAMPLES[1] ?? '' };
  const removed = REMOVE.exec(line);
  if (removed?.[2]) return entriesOf(removed[2], sortOf(removed[1]), null);
  const [, verb = '', sort, rest = ''] = WRITE.exec(line) ?? byForm(line) ?? [];
  const action = VERBS.get(verb.toLowerCase());
  if (action === undefined) return otherwise(line);
  const parts = tailOf(rest);
  if ('why' in parts) return { kind: 'malformed', why: parts.why, examples: EXAMPLES };
  const target = { action, groups: parts.groups, ...parts.end };
  return entriesOf(parts.values, sortOf(sort), target);
}

/** How a message begins that holds a list of indicators. */
export const IMPORT = /^import (?:the )?(?:indicators?|iocs?)\b/iu;

const HEAD =
  /^import (?:the )?(?:indicators?|iocs?)(?: to)?[ :]*(?:(allow|block(?: and (?:remediate|quarantine))?|audit|warn))?[ :]*(.*)$/iu;

/** The command of a list that was pasted below its first line: all of its rows, or what is wrong with each of them. */
export function parseImport([head = '', ...lines]: readonly string[]): Parsed {
  const [wish, reason] = withoutReason(head);
  const [, verb = '', rest = ''] = HEAD.exec(wish) ?? [];
  const tail = rest === '' ? { values: '', groups: [], end: OPEN } : tailOf(`${NONE} ${rest.replace(/[ :]+$/u, '')}`);
  if ('why' in tail) return { kind: 'malformed', why: tail.why, examples: LISTS };
  if (rest !== '' && tail.values !== NONE)
    return { kind: 'malformed', why: t`The list begins on a line of its own.`, examples: LISTS };
  const { entries, unread } = readRows(lines, {
    ...tail.end,
    groups: tail.groups,
    action: VERBS.get(verb.toLowerCase()) ?? null,
  });
  const [first] = entries;
  if (unread.length > 0 && !first) return { kind: 'malformed', why: noneRead(unread, lines.length), examples: LISTS };
  if (unread.length > 0) return { kind: 'faulty-list', list: { change: { kind: 'indicators', entries }, unread } };
  if (first) return { kind: 'change', change: { kind: 'indicators', entries }, ...(reason && { reason }) };
  return {
    kind: 'incomplete',
    why: t`Paste the list below this line: one indicator a line, or a CSV.`,
    example: LISTS[0] ?? '',
  };
}

/** What begins a list, and why: what stands in quotation marks begins no reason. */
function withoutReason(head: string): readonly [wish: string, reason: string | undefined] {
  const masked = head.replace(/["“”„‟][^"“”„‟]*["“”„‟]/gu, (quoted) => 'x'.repeat(quoted.length));
  const found = /[\s,]+because\s+/iu.exec(masked);
  if (found === null) return [head, undefined];
  return [head.slice(0, found.index), head.slice(found.index + found[0].length)];
}

/** Stands where a single command has its value. */
const NONE = '-';

const LISTS = ['import indicators: block for 30 days'];

function noneRead(unread: readonly UnreadRow[], rows: number): string {
  const faults = unread.flatMap(({ row, faults: all }) => all.map((why) => ({ row, why })));
  return `${t`Nothing was asked: ${unread.length} of ${rows} rows cannot be taken.`} ${rowFaultsText(faults)}`;
}

/** Only where the first word after the verb is a hash, an address, a domain or a URL, or almost one. */
function byForm(line: string): RegExpExecArray | null {
  const found = BY_FORM.exec(line);
  const word = found?.[4]?.replace(/[,;]$/u, '');
  return word !== undefined && (ALMOST.test(word) || 'value' in normaliseValue(word)) ? found : null;
}

/** What is told why Defender takes it not: addresses of a network, ranges of them, a domain with a star. */
const ALMOST = /^(?:\d{1,3}(?:\.|\[\.\])){3}\d{1,3}(?:\/\d{1,3})?$|^[0-9a-f:]*::?[0-9a-f:]*\/\d{1,3}$|^\*\.\S+\.\S+$/iu;

function sortOf(word: string | undefined): Sort | undefined {
  return word === undefined ? undefined : SORT_WORDS.get(word.toLowerCase());
}

interface Tail {
  readonly values: string;
  readonly groups: readonly string[];
  readonly end: End;
}

const FOR = /^(.+?) (?:for|during) (?:the next )?(\d{1,4} ?[a-z]+|an? [a-z]+)$/iu;
const UNTIL = /^(.+?) (?:until|till) ((?!.* on )[^"“”]+)$/iu;
const UNTIL_IN = / (?:until|till) in (?=(?:\d{1,4} ?|an? )[a-z]+(?: |$))/giu;
const ON = /^(\S.*?) (?:on|in) (.+)$/iu;
const ALL = /^(?:all|every) devices?$|^everywhere$|^everything$/iu;
/** Behind a value, where no group is named. */
const EVERYWHERE =
  /^((?:(?! (?:on|in) )[^"])*?) everywhere((?: (?:for|during|until|till) (?:(?! (?:on|in) )[^"])*)?)$/iu;

/** Without an end. */
const OPEN: End = { lasts: null, until: null };

/** What follows the sort: values, then the scope and how long, in either order. */
function tailOf(text: string): Tail | { readonly why: string } {
  const last = withoutEnd(text.replace(UNTIL_IN, ' for ').replace(EVERYWHERE, '$1$2'));
  const [, head, scope] = ON.exec(last.rest) ?? [];
  const first = withoutEnd(head ?? last.rest);
  const why = last.why ?? first.why ?? (last.end !== null && first.end !== null ? TWO_ENDS : undefined);
  if (why !== undefined) return { why: say(why) };
  const groups = scope === undefined || ALL.test(scope) ? [] : namesIn(scope);
  return { values: first.rest, groups, end: last.end ?? first.end ?? OPEN };
}

interface Headed {
  readonly rest: string;
  readonly end: End | null;
  /** What is wrong with the end. */
  readonly why?: string;
}

function withoutEnd(text: string): Headed {
  const [, head, date] = UNTIL.exec(text) ?? [];
  if (head && date) {
    const end = endIn(date);
    return { rest: head, end, ...(end === null && { why: NO_DATE }) };
  }
  const [, rest = text, length] = FOR.exec(text) ?? [];
  if (length === undefined) return { rest, end: null };
  const lasts = lengthIn(length);
  return lasts === null ? { rest, end: null, why: NO_LENGTH } : { rest, end: { lasts, until: null } };
}

const NO_LENGTH = msg`Airlock reads lengths such as "for 7 days", "for 12 hours" or "for 2 weeks".`;

const TWO_ENDS = msg`It says twice how long it lasts: leave one of the two ends.`;

const NO_DATE = msg`Airlock reads ends such as "until 2026-12-05", "until 5 Dec", "until 5 Dec 18:00" or "until tomorrow"; a time is one in UTC, and a day ends it at 00:00 UTC.`;

/** Names of groups: in quotation marks, or with commas or "and" between them. */
function namesIn(text: string): readonly string[] {
  const quoted = [...text.matchAll(/["“”]([^"“”]+)["“”]/gu)].flatMap(([, name]) => name ?? []);
  if (quoted.length > 0) return quoted;
  return text
    .split(/\s*,\s*(?:and )?|\s+and\s+/iu)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function entriesOf(text: string, sort: Sort | undefined, to: Target | null): Parsed {
  const values = sort === 'certificate' && /^[0-9a-f]{2}(?:[ :][0-9a-f]{2}){19}$/iu.test(text) ? [text] : split(text);
  const read = values.map((value) => normaliseValue(value, sort));
  const faults = read.flatMap((one) => ('fault' in one ? [one.fault] : []));
  if (faults.length > 0) return { kind: 'malformed', why: faults.join(' '), examples: EXAMPLES };
  const entries = read.flatMap((one) => ('fault' in one ? [] : [entryOf(one.type, one.value, to)]));
  return { kind: 'change', change: { kind: 'indicators', entries } };
}

/** Values with blanks, commas, semicolons or "and" between them; what stands in quotation marks is one. */
function split(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]+)"|[^\s"]+/gu)]
    .flatMap(([word, inQuotes]) => (inQuotes === undefined ? apart(word) : [inQuotes.trim()]))
    .filter((value) => value !== '' && value.toLowerCase() !== 'and');
}

const URL_BEGINS = /^(?:https?|hxxps?):\/\//iu;

/** A comma or a semicolon within a URL belongs to it where no value begins behind it. */
function apart(word: string): readonly string[] {
  const values: string[] = [];
  for (const [part, mark] of [...word.matchAll(/([^,;]*)([,;]+|$)/gu)].map(
    ([, one = '', two = '']) => [one, two] as const,
  )) {
    const last = values.at(-1);
    const isRest = last !== undefined && URL_BEGINS.test(last) && part !== '' && 'fault' in normaliseValue(part);
    if (isRest) values[values.length - 1] = `${last}${part}${mark}`;
    else values.push(`${part}${mark}`);
  }
  return values.map((value) => value.replace(/[,;]+$/u, ''));
}

/** Of a certificate Defender takes no other block than that which also remediates. */
function entryOf(type: IndicatorType, value: string, to: Target | null): Entry {
  const isBlock = type === 'CertificateThumbprint' && to?.action === 'Block';
  return { type, value, to: isBlock ? { ...to, action: 'BlockAndRemediate' } : to };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const UNITS: Readonly<Record<string, number>> = {
  minute: 60_000,
  min: 60_000,
  hour: HOUR,
  h: HOUR,
  day: DAY,
  d: DAY,
  week: 7 * DAY,
  w: 7 * DAY,
  month: 30 * DAY,
  year: 365 * DAY,
};

/** The longest and the shortest that Airlock takes. */
const LONGEST = 366 * DAY;
const SHORTEST = 10 * 60_000;

/** A length of time in milliseconds: "7 days", "12h", "a week"; null for anything else, and for what is too long. */
function lengthIn(text: string): number | null {
  const [, count, unit = ''] = /^(\d{1,4}|an?) ?([a-z]+)$/iu.exec(text.trim()) ?? [];
  const one = UNITS[unit.toLowerCase()] ?? UNITS[unit.toLowerCase().replace(/s$/u, '')];
  if (count === undefined || one === undefined) return null;
  const length = (/^\d/u.test(count) ? Number(count) : 1) * one;
  return length >= SHORTEST && length <= LONGEST ? length : null;
}
