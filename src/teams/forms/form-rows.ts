import type { WishCondition } from '../../changes/device-group/wish.ts';
import type { FormWish } from '../../requests/form.ts';

/** A row of the form and where it stands among the wish's conditions; -1 for one that is offered and not in the wish. */
export interface FormRow {
  readonly at: number;
  readonly row: WishCondition;
}

/** A wish's conditions as the form shows them: rows on texts, and one list of operating systems. */
export interface FormRows {
  readonly rows: readonly FormRow[];
  readonly systems: readonly string[];
  /** Where the operating systems stand among the wish's conditions. */
  readonly systemsAt: readonly number[];
}

/** What a new row begins with. */
export const NEW_ROW: WishCondition = { property: 'tag', operator: 'equals', value: '' };

/** There is always a row to fill in, unless operating systems are all that is asked for. */
export function formRows(wish: FormWish): FormRows {
  const conditions = 'conditions' in wish.fields ? (wish.fields.conditions ?? []) : [];
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
