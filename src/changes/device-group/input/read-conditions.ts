import type { Fault } from '../../change-kind.ts';
import type { Condition, TextCondition, TextOperator, TextProperty } from '../../device-group.ts';
import { foldCase, isBlank } from '../model/fold.ts';
import { osNamed } from '../model/os-names.ts';
import { listed } from '../words/names.ts';
import type { ConditionInput } from './group-input.ts';
import { hasUnseen, quoteInput, UNSEEN_FAULT } from './read-texts.ts';

/** How many unknown names a message quotes. */
const NAMED = 3;

/** Reads a row of operating systems, separated by commas, into `known`. A duplicate within one row is not a fault. */
function readSystems(value: string, at: number, known: Set<string>): Fault[] {
  const field = `conditions.${at}.value`;
  const typed = value.split(/[,;\n]/).filter((one) => !isBlank(one));
  if (typed.length === 0) return [{ field, message: 'Name at least one operating system.' }];
  const unknown = typed.filter((one) => osNamed(one) === null);
  if (unknown.length > 0) return [{ field, message: unknownSystems(unknown) }];
  const names = typed.flatMap((one) => osNamed(one) ?? []);
  if (names.every((name) => known.has(name))) return [{ field, message: 'This condition is already listed.' }];
  for (const name of names) known.add(name);
  return [];
}

function unknownSystems(unknown: readonly string[]): string {
  const more = unknown.length > NAMED ? [`${unknown.length - NAMED} more`] : [];
  const names = listed([...unknown.slice(0, NAMED).map(quoteInput), ...more]);
  const are = unknown.length === 1 ? 'is not an operating system' : 'are not operating systems';
  return `${names} ${are} that Defender knows. Write Windows 11, Windows Server 2022, Linux, macOS, iOS or Android, for example.`;
}

/** The most rows of one text property (learn: machine-groups). */
const MOST_ROWS = 10;

/** Airlock's own limit for a value, in characters: Defender publishes none (docs/facts/defender.md#open-points). */
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

/** Reads every row, and skips rows without a value. */
export function readConditions(rows: readonly ConditionInput[]): ReadConditions {
  const faults: Fault[] = [];
  const texts = new Map<string, TextCondition>();
  const systems = new Set<string>();
  for (const [at, row] of rows.entries()) {
    if (isBlank(row.value)) continue;
    const property = PROPERTIES.get(words(row.property));
    if (property === 'os') faults.push(...readSystems(row.value, at, systems));
    else faults.push(...readText(row, at, property, texts));
  }
  const conditions: Condition[] = [...texts.values()];
  if (systems.size > 0) conditions.push({ property: 'os', values: [...systems] });
  return { conditions, faults: [...wholeFaults(conditions, faults), ...faults] };
}

function readText(
  row: ConditionInput,
  at: number,
  property: TextProperty | undefined,
  known: Map<string, TextCondition>,
): Fault[] {
  const operator = OPERATORS.get(words(row.operator));
  const value = row.value.trim();
  const faults = valueFaults(value).map((message) => ({ field: `conditions.${at}.value`, message }));
  if (operator === undefined) faults.unshift(operatorFault(row.operator, at));
  if (property === undefined) faults.unshift(propertyFault(row.property, at));
  if (property === undefined || operator === undefined || faults.length > 0) return faults;
  const key = JSON.stringify([property, operator, foldCase(value)]);
  if (known.has(key)) return [{ field: `conditions.${at}.value`, message: 'This condition is already listed.' }];
  known.set(key, { property, operator, value });
  return [];
}

function valueFaults(value: string): string[] {
  const length = Array.from(value).length;
  return [
    ...(hasUnseen(value) ? [UNSEEN_FAULT] : []),
    ...(length > VALUE_MAX ? [`This value has ${length} characters; at most ${VALUE_MAX} are allowed.`] : []),
  ];
}

function propertyFault(typed: string, at: number): Fault {
  const what = isBlank(typed) ? 'A property is missing.' : `${quoteInput(typed)} is not a property.`;
  return { field: `conditions.${at}.property`, message: `${what} Choose name, domain, tag or operating system.` };
}

function operatorFault(typed: string, at: number): Fault {
  const what = isBlank(typed) ? 'An operator is missing.' : `${quoteInput(typed)} is not an operator.`;
  return { field: `conditions.${at}.operator`, message: `${what} Choose starts with, ends with, equals or contains.` };
}

/** Faults of the rule as a whole. */
function wholeFaults(conditions: readonly Condition[], faults: readonly Fault[]): Fault[] {
  if (conditions.length === 0 && faults.length === 0) {
    return [{ field: 'conditions', message: 'A device group needs at least one condition with a value.' }];
  }
  return (['name', 'domain', 'tag'] as const).flatMap((property) => {
    const count = conditions.filter((condition) => condition.property === property).length;
    if (count <= MOST_ROWS) return [];
    return [
      {
        field: 'conditions',
        message: `There are ${count} conditions on ${property}; at most ${MOST_ROWS} are allowed.`,
      },
    ];
  });
}

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
