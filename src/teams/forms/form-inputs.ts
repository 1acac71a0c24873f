import type { ConditionInput, FormInput } from '../../changes/device-group/input/group-input.ts';
import type { Form } from '../../requests/record/form.ts';

/** The most condition rows in a form: ten for each text property (learn: machine-groups). */
export const ROWS_MAX = 30;

/**
 * Longest texts that an input accepts, in characters. A little more than is valid, so that a fault can say by how much.
 */
export const INPUT_LENGTHS = {
  name: 120,
  description: 600,
  value: 250,
  rank: 8,
  accessNames: 600,
  tagged: 4_000,
} as const;

/** How many rows a form can edit: a group made in the portal may have more than a form adds. */
export const ROWS_EDITED = 100;

/** The input ids of a row, by its index. */
export function rowInputs(row: number) {
  return { property: `property${row}`, operator: `operator${row}`, value: `value${row}` } as const;
}

/** Every input that a form's card may send, and the most characters accepted from it. */
export const INPUT_LIMITS: ReadonlyMap<string, number> = new Map<string, number>([
  ['name', 500],
  ['description', 4_000],
  ['level', 100],
  ['systems', 1_000],
  ['place', 100],
  ['rank', 50],
  ['access', 8_000],
  ['accessNames', 2_500],
  ['tagged', 16_000],
  ...Array.from({ length: ROWS_EDITED }, (_, row) => rowInputs(row)).flatMap(({ property, operator, value }) => [
    [property, 50] as const,
    [operator, 50] as const,
    [value, 1_000] as const,
  ]),
]);

/**
 * The fields that a form of this input shows. When an existing group is changed, fields that the input leaves out are
 * not shown, and neither are texts that no input can take: they stay as they are.
 */
export function shownFields(
  input: FormInput,
): ReadonlySet<'name' | 'description' | 'level' | 'conditions' | 'place' | 'access'> {
  switch (input.kind) {
    case 'device-group.create':
      return new Set(['name', 'description', 'level', 'conditions', 'place', 'access']);
    case 'ungrouped-devices':
      return new Set(['level', 'access']);
    case 'device-group.update': {
      const { fields } = input;
      const optional = (['name', 'description', 'conditions', 'access'] as const).filter(
        (one) => fields[one] !== undefined && (typeof fields[one] !== 'string' || fits(one, fields[one])),
      );
      return new Set([...optional, 'level']);
    }
  }
}

/** The devices to tag as typed, where a form offers that: a rule of tags leads them to the group. Null elsewhere. */
export function taggedIn({ input, choices }: Form): string | null {
  if (!choices.tags || input.kind === 'ungrouped-devices') return null;
  const isByTag = formRows(input).rows.some(({ row }) => row.property === 'tag');
  return isByTag && shownFields(input).has('conditions') ? (input.tagged ?? '') : null;
}

/** Whether the input can carry this text, there and back. */
function fits(id: string, text: string): boolean {
  return text.length <= (INPUT_LIMITS.get(id) ?? 0);
}

/** The groups with access that a form names: those that its card offers as choices, and the others, which it keeps. */
export interface AccessChoices {
  /** Values are separated by commas, so none contains one. */
  readonly shown: readonly { readonly name: string; readonly value: string }[];
  readonly hidden: readonly string[];
}

/** Uses the id of a known group, whether it was typed or chosen. */
export function accessChoices({ input, choices }: Form, most: number): AccessChoices {
  const entries = new Map((input.fields.access ?? []).map((entry) => choiceOf(entry, choices.access)));
  const all = [...entries].map(([value, name]) => ({ value, name }));
  const shown = all.filter(({ value }) => !value.includes(',')).slice(0, most);
  return { shown, hidden: all.filter((one) => !shown.includes(one)).map(({ value }) => value) };
}

function choiceOf(entry: string, known: Form['choices']['access']): readonly [value: string, name: string] {
  const named = known.filter(({ name }) => name.toLowerCase() === entry.toLowerCase());
  const found = known.find(({ id }) => id === entry.toLowerCase()) ?? (named.length === 1 ? named[0] : undefined);
  return found ? [found.id, found.name.trim() || found.id] : [entry, entry];
}

/**
 * A row of the form and its index among the input's conditions; -1 for a row that is offered but not in the input.
 */
export interface FormRow {
  readonly at: number;
  readonly row: ConditionInput;
}

/** An input's conditions as the form shows them: rows for texts, and one list of operating systems. */
export interface FormRows {
  readonly rows: readonly FormRow[];
  readonly systems: readonly string[];
  /** The indexes of the operating systems among the input's conditions. */
  readonly systemsAt: readonly number[];
}

/** The initial values of a new row. */
const NEW_ROW: ConditionInput = { property: 'tag', operator: 'equals', value: '' };

/** Splits an input's conditions into rows. There is always at least one row to fill in. */
export function formRows(input: FormInput): FormRows {
  const conditions = 'conditions' in input.fields ? (input.fields.conditions ?? []) : [];
  const all = conditions.map((row, at) => ({ row, at }));
  const rows = all.filter(({ row }) => row.property !== 'os');
  const lists = all.filter(({ row }) => row.property === 'os');
  return {
    rows: rows.length > 0 ? rows : [{ at: -1, row: NEW_ROW }],
    systems: lists.flatMap(({ row }) => listed(row.value)),
    systemsAt: lists.map(({ at }) => at),
  };
}

/** Texts separated by commas, without blank ones. */
export function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** The input with one more row to fill in, unless it has the most rows already. */
export function withRow(input: FormInput): FormInput {
  return changed(input, (rows) => (rows.length < ROWS_MAX ? [...rows, NEW_ROW] : rows));
}

/** The input without the row at this index. */
export function withoutRow(input: FormInput, row: number): FormInput {
  return changed(input, (rows) => rows.filter((_, index) => index !== row));
}

function changed(input: FormInput, change: (rows: readonly ConditionInput[]) => readonly ConditionInput[]): FormInput {
  if (input.kind === 'ungrouped-devices' || input.fields.conditions === undefined) return input;
  const rows = change(formRows(input).rows.map(({ row }) => row));
  const systems = input.fields.conditions.filter(({ property }) => property === 'os');
  const conditions = [...rows, ...systems];
  return input.kind === 'device-group.create'
    ? { ...input, fields: { ...input.fields, conditions } }
    : { ...input, fields: { ...input.fields, conditions } };
}
