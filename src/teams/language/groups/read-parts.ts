import type { ConditionInput, PlaceInput } from '../../../changes/device-group/input/group-input.ts';
import type { TextProperty } from '../../../changes/device-group.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { type ConditionStart, conditionAt, PART_WORDS, partStarts } from './grammar-words.ts';
import type { TokenLine } from './line-tokens.ts';

const JOIN = msg`Defender joins rows of one property by "or", and different properties by "and"`;

/**
 * Reads conditions joined by "and", "or" or commas. Accepts only what Defender can store: "or" within a property, "and"
 * between properties, the rows of one property together.
 * @throws AirlockError input-invalid
 */
function readConditions(line: TokenLine): readonly ConditionInput[] {
  const read: ConditionInput[] = [];
  let start = conditionAt(line);
  let joined: string | null = null;
  while (start) {
    assertJoins(read, start.property, joined);
    line.skip(start.tokens);
    read.push(start.property === 'os' ? systems(line) : row(line, start));
    joined = line.isComma() ? ',' : connective(line);
    start = joined === null ? null : conditionAt(line, 1);
    if (start) line.skip(1);
  }
  if (joined !== null) throw danglingJoin(joined);
  return read;
}

function connective(line: TokenLine): string | null {
  const word = line.word();
  return word === 'and' || word === 'or' ? word : null;
}

function endsValue(line: TokenLine): boolean {
  return line.isComma() || connective(line) !== null || partStarts(line);
}

function row(line: TokenLine, start: Exclude<ConditionStart, { property: 'os' }>): ConditionInput {
  const value = line.value(endsValue);
  if (value === '') throw new AirlockError('input-invalid', missingWords(start.property));
  return { property: start.property, operator: start.operator, value };
}

function missingWords(property: TextProperty): string {
  switch (property) {
    case 'name':
      return t`The name to look for is missing.`;
    case 'domain':
      return t`The domain to look for is missing.`;
    case 'tag':
      return t`The tag to look for is missing.`;
  }
}

/** Reads operating systems separated by commas or "or"; a separator before a condition ends the list. */
function systems(line: TokenLine): ConditionInput {
  const names: string[] = [];
  do {
    if (names.length > 0) line.skip(1);
    const name = line.value(endsValue);
    if (name === '') throw new AirlockError('input-invalid', t`The operating systems are missing.`);
    names.push(name);
  } while ((line.isComma() || line.word() === 'or') && !conditionAt(line, 1));
  return { property: 'os', operator: '', value: names.join(', ') };
}

function assertJoins(read: readonly ConditionInput[], property: string, joined: string | null): void {
  const before = read.at(-1);
  if (!before) return;
  const same = before.property === property;
  if (!same && read.some((row) => row.property === property)) {
    throw new AirlockError('input-invalid', t`${say(JOIN)}. Write the rows of one property next to each other.`);
  }
  if (same && property === 'os') throw new AirlockError('input-invalid', t`Write all operating systems in one list.`);
  if (joined === ',' || joined === (same ? 'or' : 'and')) return;
  throw new AirlockError(
    'input-invalid',
    t`${say(JOIN)}. Join them that way; what you wrote cannot be set in Defender.`,
  );
}

function danglingJoin(joined: string): AirlockError {
  const what = joined === ',' ? t`A comma` : `"${joined}"`;
  return new AirlockError(
    'input-invalid',
    t`${what} in a condition must be followed by another condition. Write each one in full, like "tag equals a or tag equals b"; put a value that contains it in quotation marks.`,
  );
}

const NUMBER = /^[1-9]\d{0,4}$/;

/**
 * Reads a place in rank: `rank 3`, `before Servers`, `after Servers`, `first`, `last`, each with or without
 * `rank`.
 * @throws AirlockError input-invalid
 */
export function readPlace(line: TokenLine): PlaceInput {
  const named = line.word() === 'rank';
  if (named) line.skip(1);
  const word = line.word();
  if (word === 'before' || word === 'after') {
    line.skip(1);
    const name = line.value(partStarts);
    if (name === '') throw new AirlockError('input-invalid', t`Say which group, after "${word}".`);
    return { at: word, group: { name } };
  }
  if (word === 'first' || word === 'last') {
    line.skip(1);
    return word === 'last' ? { at: 'last' } : { at: 'rank', rank: '1' };
  }
  if (word !== null && NUMBER.test(word)) {
    line.skip(1);
    return { at: 'rank', rank: word };
  }
  throw new AirlockError(
    'input-invalid',
    t`Say the place as a rank from 1 on, "before" or "after" a group, "first" or "last".`,
  );
}

/** Whether a place starts here; a bare number counts only with `bare`, where nothing else is possible. */
export function placeStarts(line: TokenLine, bare: boolean): boolean {
  if (line.phrase(PART_WORDS.place) > 0) return true;
  const word = line.word();
  return bare && word !== null && NUMBER.test(word) && line.isLast;
}

/** The parts of a line after the group's name; what was not written is absent. */
export interface Parts {
  readonly level?: string;
  readonly conditions?: readonly ConditionInput[];
  readonly place?: PlaceInput;
  readonly access?: readonly string[];
  readonly description?: string;
}

export type PartName = keyof Parts;

const NAMES: Readonly<Record<PartName, string>> = {
  level: msg`The level`,
  conditions: msg`The conditions, which go together,`,
  place: msg`The place`,
  access: msg`The access`,
  description: msg`The description`,
};

/** Everybody who can use the portal, which is what a group without Entra groups means (learn: machine-groups). */
const EVERYBODY: ReadonlySet<string> = new Set(['everybody', 'everyone']);

/**
 * Reads everything to the end of the line; every word must belong to a part, and each part is written once.
 * @throws AirlockError input-invalid
 */
export function readParts(line: TokenLine): Parts {
  let parts: Parts = {};
  while (!line.ended) {
    const name = partAt(line);
    if (!name) throw new AirlockError('input-invalid', t`Airlock does not know what to do with ${line.next} there.`);
    if (parts[name] !== undefined)
      throw new AirlockError('input-invalid', t`${say(NAMES[name])} can be written once only.`);
    parts = { ...parts, ...READERS[name](line) };
  }
  return parts;
}

function partAt(line: TokenLine): PartName | null {
  if (conditionAt(line)) return 'conditions';
  const words = Object.keys(PART_WORDS) as (keyof typeof PART_WORDS)[];
  return words.find((name) => line.phrase(PART_WORDS[name]) > 0) ?? null;
}

const READERS: { readonly [P in PartName]: (line: TokenLine) => Required<Pick<Parts, P>> } = {
  level: (line) => ({ level: level(line) }),
  conditions: (line) => ({ conditions: readConditions(line) }),
  place: (line) => ({ place: readPlace(line) }),
  access: (line) => ({ access: access(line) }),
  description: (line) => ({ description: description(line) }),
};

/** Whether a text means access for everybody. */
export function isEverybody(text: string): boolean {
  return EVERYBODY.has(text.trim().toLowerCase());
}

function level(line: TokenLine): string {
  line.skip(line.phrase(PART_WORDS.level));
  const value = line.value(partStarts);
  if (value === '') throw new AirlockError('input-invalid', t`The level is missing.`);
  return value;
}

function access(line: TokenLine): readonly string[] {
  line.skip(1);
  const everybody = EVERYBODY.has(line.word() ?? '');
  const names = line.list(partStarts);
  return everybody && names.length === 1 && EVERYBODY.has(names[0]?.toLowerCase() ?? '') ? [] : names;
}

function description(line: TokenLine): string {
  line.skip(1);
  const text = line.quoted();
  if (text === null) throw new AirlockError('input-invalid', t`Put the description in quotation marks.`);
  return text;
}
