import { msg, say, t } from '../../../shared/language/worded.ts';
import { wordedTable } from '../../../shared/language/worded-table.ts';
import type { Fault } from '../../change-kind.ts';
import type { Condition, TextCondition, TextOperator, TextProperty } from '../../device-group.ts';
import { foldCase, isBlank } from '../model/fold.ts';
import { osNamed } from '../model/os-names.ts';
import { listed } from '../words/names.ts';
import type { ConditionInput } from './group-input.ts';
import { hasUnseen, quoteInput, UNSEEN_FAULT } from './read-texts.ts';
import { NOTHING_STANDS, namesIn, type Standing, standingRules, standingSystems } from './standing.ts';

/** How many unknown names a message quotes. */
const NAMED = 3;

/** Reads a row of operating systems, separated by commas, into `known`. A duplicate within one row is not a fault. */
function readSystems(value: string, at: number, known: Set<string>, standing: Standing): Fault[] {
  const field = `conditions.${at}.value`;
  const typed = namesIn(value);
  if (typed.length === 0) return [{ field, message: t`Name at least one operating system.` }];
  const read = typed.map((one) => ({ one, names: systemsNamed(one, standing) }));
  const unknown = read.filter(({ names }) => names.length === 0).map(({ one }) => one);
  if (unknown.length > 0) return [{ field, message: unknownSystems(unknown) }];
  const names = read.flatMap((one) => one.names);
  if (names.every((name) => known.has(name))) return [{ field, message: t`This condition is already listed.` }];
  for (const name of names) known.add(name);
  return [];
}

/** What stands there first, then the names that Airlock knows, then the words as typed where a person picks. */
function systemsNamed(typed: string, standing: Standing): readonly string[] {
  const stands = standingSystems(standing, typed);
  if (stands.length > 0) return stands;
  const known = osNamed(typed);
  if (known !== null) return [known];
  return standing.anySystem === true && valueFaults(typed).length === 0 ? [typed] : [];
}

function unknownSystems(unknown: readonly string[]): string {
  const more = unknown.length > NAMED ? [t`${unknown.length - NAMED} more`] : [];
  const names = listed([...unknown.slice(0, NAMED).map(quoteInput), ...more]);
  return unknown.length === 1
    ? t`Airlock does not know the name Defender uses for ${names}. Write Windows 11, Windows Server 2022, Linux, macOS, iOS or Android, for example; for another one, set the conditions in the Defender portal.`
    : t`Airlock does not know the names Defender uses for ${names}. Write Windows 11, Windows Server 2022, Linux, macOS, iOS or Android, for example; for another one, set the conditions in the Defender portal.`;
}

/** The most rows of one text property (learn: machine-groups). */
const MOST_ROWS = 10;

/** Our own limit for a value, in characters: Defender publishes none (docs/facts/defender.md#open-points). */
const VALUE_MAX = 200;

const PROPERTIES = wordings<TextProperty | 'os'>({
  name: ['name', 'device name', 'machine name', 'computer name'],
  domain: ['domain', 'device domain', 'domain name'],
  tag: ['tag', 'tags', 'device tag', 'machine tag'],
  os: ['os', 'operating system', 'os platform', 'platform'],
});

const OPERATORS = wordings<TextOperator>({
  'starts-with': ['starts with', 'start with', 'begins with'],
  'ends-with': ['ends with', 'end with'],
  equals: ['equals', 'equal', 'is', '='],
  contains: ['contains', 'contain', 'includes'],
});

/** Conditions read from rows as typed. They are the whole rule only if there is no fault. */
export interface ReadConditions {
  readonly conditions: readonly Condition[];
  readonly faults: readonly Fault[];
}

/**
 * Reads every row, and skips rows without a value.
 * @param standing rows that nobody typed, which are taken as they are
 */
export function readConditions(rows: readonly ConditionInput[], standing: Standing = NOTHING_STANDS): ReadConditions {
  const faults: Fault[] = [];
  const texts = new Map<string, TextCondition>();
  const systems = new Set<string>();
  const stands = new Set(standingRules(standing).flat().map(keyOfRow));
  const folded = new Set<string>();
  for (const [at, row] of rows.entries()) {
    if (isBlank(row.value)) continue;
    const property = PROPERTIES.get(words(row.property));
    if (property === 'os') {
      faults.push(...readSystems(row.value, at, systems, standing));
      continue;
    }
    const read = readText(row, at, property, stands.has(keyOfRow(row)));
    if ('faults' in read) faults.push(...read.faults);
    else if (texts.has(exactKey(read)) || (folded.has(foldedKey(read)) && !stands.has(keyOfRow(row))))
      faults.push({ field: `conditions.${at}.value`, message: t`This condition is already listed.` });
    else {
      texts.set(exactKey(read), read);
      folded.add(foldedKey(read));
    }
  }
  const conditions: Condition[] = [...texts.values()];
  if (systems.size > 0) conditions.push({ property: 'os', values: [...systems] });
  return { conditions, faults: [...wholeFaults(conditions, faults, standing), ...faults] };
}

function keyOfRow({ property, operator, value }: ConditionInput): string {
  return JSON.stringify([PROPERTIES.get(words(property)), OPERATORS.get(words(operator)), value.trim()]);
}

function exactKey({ property, operator, value }: TextCondition): string {
  return JSON.stringify([property, operator, value]);
}

/** Rows that differ in case alone say the same. */
function foldedKey({ property, operator, value }: TextCondition): string {
  return JSON.stringify([property, operator, foldCase(value)]);
}

function readText(
  row: ConditionInput,
  at: number,
  property: TextProperty | undefined,
  stands: boolean,
): TextCondition | { readonly faults: readonly Fault[] } {
  const operator = OPERATORS.get(words(row.operator));
  const value = row.value.trim();
  const whys = stands ? [] : valueFaults(value);
  const faults = whys.map((message) => ({ field: `conditions.${at}.value`, message }));
  if (operator === undefined) faults.unshift(operatorFault(row.operator, at));
  if (property === undefined) faults.unshift(propertyFault(row.property, at));
  if (property === undefined || operator === undefined || faults.length > 0) return { faults };
  return { property, operator, value };
}

function valueFaults(value: string): string[] {
  const length = Array.from(value).length;
  return [
    ...(hasUnseen(value) ? [say(UNSEEN_FAULT)] : []),
    ...(length > VALUE_MAX ? [t`This value has ${length} characters; Airlock takes at most ${VALUE_MAX}.`] : []),
  ];
}

function propertyFault(typed: string, at: number): Fault {
  const what = isBlank(typed) ? t`A property is missing.` : t`${quoteInput(typed)} is no property that Airlock knows.`;
  return { field: `conditions.${at}.property`, message: `${what} ${t`Choose name, domain, tag or operating system.`}` };
}

function operatorFault(typed: string, at: number): Fault {
  const what = isBlank(typed)
    ? t`A comparison is missing.`
    : t`${quoteInput(typed)} is no comparison that Airlock knows.`;
  return {
    field: `conditions.${at}.operator`,
    message: `${what} ${t`Choose starts with, ends with, equals or contains.`}`,
  };
}

/** Faults of the rule as a whole. A rule that is no longer than one that stands there is not too long. */
function wholeFaults(conditions: readonly Condition[], faults: readonly Fault[], standing: Standing): Fault[] {
  const before = standingRules(standing);
  if (conditions.length === 0 && faults.length === 0) {
    if (before.some((rows) => rows.length === 0)) return [];
    return [{ field: 'conditions', message: t`A device group needs at least one condition with a value.` }];
  }
  return (['name', 'domain', 'tag'] as const).flatMap((property) => {
    const count = conditions.filter((condition) => condition.property === property).length;
    const stood = before.map((rows) => rows.filter((row) => PROPERTIES.get(words(row.property)) === property).length);
    if (count <= Math.max(MOST_ROWS, ...stood)) return [];
    const message = t`There are ${count} conditions on ${PROPERTY_NAMES[property]}; Microsoft documents at most ${MOST_ROWS}.`;
    return [{ field: 'conditions', message }];
  });
}

const PROPERTY_NAMES = wordedTable<Readonly<Record<TextProperty, string>>>({
  name: msg`name`,
  domain: msg`domain`,
  tag: msg`tag`,
});

function words(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/gu, ' ')
    .trim();
}

/** Maps each wording to its meaning. The cast is sound: the keys of `table` are exactly `T`. */
function wordings<T extends string>(table: Readonly<Record<T, readonly string[]>>): ReadonlyMap<string, T> {
  return new Map((Object.keys(table) as T[]).flatMap((meaning) => table[meaning].map((word) => [word, meaning])));
}
