import type { FormWish } from '../../requests/form.ts';

/** How many rows of conditions a form can hold: ten of each text property (learn: machine-groups). */
export const ROWS_MAX = 30;

/** Longest texts that an input takes, in characters; a little more than what is right, so that a fault says by how much. */
export const INPUT_LENGTHS = { name: 120, description: 600, value: 250, rank: 8, accessNames: 600 } as const;

/** The inputs of a row, by its place among the rows. */
export function rowInputs(row: number) {
  return { property: `property${row}`, operator: `operator${row}`, value: `value${row}` } as const;
}

/** Every input that a form's card may carry, and the most characters that are taken from it. */
export const INPUT_LIMITS: ReadonlyMap<string, number> = new Map<string, number>([
  ['name', 500],
  ['description', 2_500],
  ['level', 100],
  ['systems', 1_000],
  ['place', 100],
  ['rank', 50],
  ['access', 8_000],
  ['accessNames', 2_500],
  ...Array.from({ length: ROWS_MAX }, (_, row) => rowInputs(row)).flatMap(({ property, operator, value }) => [
    [property, 50] as const,
    [operator, 50] as const,
    [value, 1_000] as const,
  ]),
]);

/** The fields that a form of this wish shows. In a change of what is there a field that the wish leaves out is not asked about. */
export function shownFields(
  wish: FormWish,
): ReadonlySet<'name' | 'description' | 'level' | 'conditions' | 'place' | 'access'> {
  switch (wish.kind) {
    case 'device-group.create':
      return new Set(['name', 'description', 'level', 'conditions', 'place', 'access']);
    case 'ungrouped-devices':
      return new Set(['level', 'access']);
    case 'device-group.update': {
      const { fields } = wish;
      const optional = (['name', 'description', 'conditions', 'access'] as const).filter(
        (one) => fields[one] !== undefined,
      );
      return new Set([...optional, 'level']);
    }
  }
}
