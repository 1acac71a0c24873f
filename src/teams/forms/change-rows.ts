import type { WishCondition } from '../../changes/device-group/wish.ts';
import type { FormWish } from '../../requests/form.ts';
import { ROWS_MAX } from './form-inputs.ts';
import { formRows, NEW_ROW } from './form-rows.ts';

/** The wish with one more row to fill in, unless it holds as many as a form can. */
export function withRow(wish: FormWish): FormWish {
  return changed(wish, (rows) => (rows.length < ROWS_MAX ? [...rows, NEW_ROW] : rows));
}

/** The wish without the row at this place among the rows. */
export function withoutRow(wish: FormWish, row: number): FormWish {
  return changed(wish, (rows) => rows.filter((_, index) => index !== row));
}

function changed(wish: FormWish, change: (rows: readonly WishCondition[]) => readonly WishCondition[]): FormWish {
  if (wish.kind === 'ungrouped-devices' || wish.fields.conditions === undefined) return wish;
  const rows = change(formRows(wish).rows.map(({ row }) => row));
  const systems = wish.fields.conditions.filter(({ property }) => property === 'os');
  const conditions = [...rows, ...systems];
  return wish.kind === 'device-group.create'
    ? { ...wish, fields: { ...wish.fields, conditions } }
    : { ...wish, fields: { ...wish.fields, conditions } };
}
