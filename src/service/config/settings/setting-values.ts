import { z } from 'zod';
import { isAirlockError } from '../../../shared/errors.ts';
import { BUILT_IN_ROLES, guidIn } from '../../../shared/ids.ts';
import { filePath } from '../../../shared/setting.ts';
import { checkPostgresUrl } from '../../../store/databases/postgres.ts';

const NIL = '00000000-0000-0000-0000-000000000000';
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const guid = z
  .string()
  .transform((text, context) => {
    const id = guidIn(text);
    if (id === null) context.addIssue({ code: 'custom', message: 'is not a GUID' });
    return id ?? z.NEVER;
  })
  .refine((id) => id !== NIL, 'is the empty GUID');

/** What is wrong with names of which some are none of those that a setting knows. @param wrong at least one */
export function namesNone(wrong: readonly string[], known: readonly string[]): string {
  const each = wrong.map((name) => `"${name}"`).join(', ');
  return `names ${each}, which ${wrong.length === 1 ? 'is' : 'are'} none of ${known.join(', ')}`;
}

/** Ids in one list. */
const MOST_IDS = 20;

/** A number in plain digits, both bounds included. */
function wholeNumber(least: number, most: number) {
  const problem = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, problem)
    .transform(Number)
    .pipe(z.number().min(least, problem).max(most, problem));
}

function milliseconds(text: string): number {
  return Number(text.slice(0, -1)) * UNITS[text.slice(-1) as keyof typeof UNITS];
}

/** `90m`, `24h`, `3d` -> milliseconds; both bounds included. */
function span(least: string, most: string) {
  const problem = `must be a time from ${least} to ${most}, as a whole number followed by s, m, h or d: 30m, 4h or 3d`;
  return z
    .string()
    .regex(/^\d{1,8}[smhd]$/, problem)
    .transform(milliseconds)
    .pipe(z.number().min(milliseconds(least), problem).max(milliseconds(most), problem));
}

/** Of the ids that a pattern is tried on; longer ones than people have are not picked from. */
const LONGEST_PATTERN = 200;

/** Each more multiplies the time by the length of the id. */
const MOST_REPETITIONS = 3;

/**
 * More than three repetitions, or a group that is repeated with a repetition or a choice within it: such a pattern can
 * take for ever on a long id.
 */
function repeatsTwice(source: string): boolean {
  const plain = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if ((plain.match(/[*+]|\{\d+,\d*\}/g) ?? []).length > MOST_REPETITIONS) return true;
  const stack: boolean[] = [];
  let last = false;
  for (let at = 0; at < plain.length; at += 1) {
    const sign = plain[at] ?? '';
    if (sign === '(') stack.push(false);
    else if (sign === ')') {
      last = stack.pop() ?? false;
      if (last && stack.length > 0) stack[stack.length - 1] = true;
      if (last && REPEATED.test(plain.slice(at + 1))) return true;
    } else if (REPEATED.test(plain.slice(at)) || sign === '|') {
      if (stack.length > 0 && !(sign === '?' && plain[at - 1] === '(')) stack[stack.length - 1] = true;
    }
  }
  return false;
}

/** `*`, `+` or `{2,}`: as often as one likes, or more than once. */
const REPEATED = /^(?:[*+]|\{\d+(?:,\d*)?\})/;

/** Whether the one group can hold anything at all: `()` picks nothing, so no id would ever count. */
function picksSomething(source: string): boolean {
  const bare = source.replace(/\\./g, 'x');
  return !/\((?:\?<\w+>)?\)/.test(bare);
}

/** How the text of a variable becomes a value; messages never repeat what was given, which may be a secret. */
export const settingValues = {
  guid,
  /** Each once, in whatever form it was written. */
  guids: z
    .string()
    .transform((text, context) => {
      const ids = text
        .split(/[\s,;]+/)
        .filter(Boolean)
        .map(guidIn);
      if (ids.includes(null)) context.addIssue({ code: 'custom', message: noGuidIn(text) });
      return [...new Set(ids.filter((id) => id !== null))];
    })
    .pipe(z.array(z.string()).max(MOST_IDS, `must name ${MOST_IDS} ids at most`)),
  port: wholeNumber(0, 65_535),
  /** Both bounds included. */
  wholeNumber,
  path: filePath,
  /** A bare `0` is none. */
  duration: z
    .string()
    .transform((text) => (text === '0' ? '0s' : text))
    .pipe(span('0s', '9999d')),
  /** A time in which something has to happen. */
  window: span('1s', '365d'),
  /** The source of a regular expression with exactly one group. */
  pattern: z
    .string()
    .max(LONGEST_PATTERN, `is longer than ${LONGEST_PATTERN} characters`)
    .refine(hasOneGroup, { message: 'is not a regular expression with exactly one group', abort: true })
    .refine(picksSomething, 'has an empty group, which never picks anything: no employee id would count')
    .refine(
      (source) => !repeatsTwice(source),
      `repeats more than ${MOST_REPETITIONS} things, or a group with a repetition or a choice within it, such as (a+)+: that can take for ever on one id`,
    ),
  secret: z.string().regex(/^[\x21-\x7e]+$/, 'is empty, or contains spaces or characters that no Entra secret has'),
  /** An address or a name to listen on; never with a port. */
  host: z
    .string()
    .trim()
    .regex(/^([a-z0-9-]+(\.[a-z0-9-]+)*|[0-9a-f:]*:[0-9a-f:]*)$/i, 'is neither an address nor a name of this machine'),
  /** Scheme, host and port, without a slash at its end. */
  origin: z
    .string()
    .trim()
    .refine(isOrigin, 'is not an address such as https://host, without path, query, name or password')
    .transform((text) => new URL(text).origin),
  /** Checked by the store's own rules. The address may contain a password. */
  postgres: z.string().trim().superRefine(isPostgres),
} as const;

/** Names of roles are public; nothing else of the text is repeated. */
function noGuidIn(text: string): string {
  const role = Object.entries(BUILT_IN_ROLES).find(([, name]) => text.toLowerCase().includes(name.toLowerCase()));
  if (role === undefined) return 'names something that is not a GUID';
  return `names the role ${role[1]} by its display name; its template id is ${role[0]}`;
}

function hasOneGroup(source: string): boolean {
  try {
    return new RegExp(`${source}|`, 'iu').exec('')?.length === 2;
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  return pathname === '/' && !search && !hash && !username && !password;
}

function isPostgres(text: string, context: z.RefinementCtx<string>): void {
  try {
    checkPostgresUrl(text);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    context.addIssue({ code: 'custom', message: `cannot be used: ${error.message.replace(/\.$/, '')}` });
  }
}
