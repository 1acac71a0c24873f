import { z } from 'zod';
import { t } from '../../../shared/language/worded.ts';
import type { Fault } from '../../change-kind.ts';

/** A row that is no indicator. It counts from 1, with empty lines and the heading of columns where there is one. */
export const unreadRow = z
  .strictObject({
    row: z.int().positive(),
    /** All that is wrong with it, a sentence each. */
    faults: z.array(z.string()).min(1).readonly(),
    /** The device groups that it names, as typed. */
    groups: z.array(z.string()).readonly(),
  })
  .readonly();

export type UnreadRow = z.infer<typeof unreadRow>;

/** One thing that is wrong with a row. */
export interface RowFault {
  /** Counted from 1. */
  readonly row: number;
  /** What the row is about, where that could be read. */
  readonly value?: string;
  /** A sentence. */
  readonly why: string;
}

/** How many faults an answer tells in words; the rows of the others are named. */
const TOLD = 8;

/** How many ranges of rows are named in a label, and in a sentence. */
const IN_LABEL = 6;
const IN_SENTENCE = 40;

interface Told {
  readonly rows: readonly number[];
  readonly message: string;
}

/** All faults of all rows: those of one row together, rows with the same faults together, in the order of the list. */
export function faultsByRow(faults: readonly RowFault[]): readonly Fault[] {
  const told = together(faults);
  const isMuch = told.length > TOLD;
  const first = isMuch ? told.slice(0, TOLD - 1) : told;
  const rest = told.slice(first.length).flatMap(({ rows }) => rows);
  return [
    ...first.map(({ rows, message }) => ({ field: labelOf(rows), message })),
    ...(isMuch ? [{ field: t`More rows`, message: restWords(rest) }] : []),
  ];
}

/** The same in one text. */
export function rowFaultsText(faults: readonly RowFault[]): string {
  return faultsByRow(faults)
    .map(({ field, message }) => `${field}: ${message}`)
    .join(' ');
}

function together(faults: readonly RowFault[]): readonly Told[] {
  const rows = [...grouped(faults, ({ row }) => row)].sort(([one], [other]) => one - other);
  const each = rows.map(([row, all]) => {
    const value = all.find((one) => one.value !== undefined)?.value;
    return { row, value, why: [...new Set(all.map(({ why }) => why))].join(' ') };
  });
  return [...grouped(each, ({ why }) => why)].map(([why, alike]) => {
    const value = alike.length === 1 ? alike[0]?.value : undefined;
    return { rows: alike.map(({ row }) => row), message: value === undefined ? why : `${value}: ${why}` };
  });
}

function grouped<T, K>(all: readonly T[], keyOf: (one: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function labelOf(rows: readonly number[]): string {
  const [row = 0, ...others] = rows;
  return others.length === 0 ? t`Row ${row}` : t`Rows ${rangesOf(rows, IN_LABEL)}`;
}

function restWords(rows: readonly number[]): string {
  const sorted = [...rows].sort((one, other) => one - other);
  return t`${sorted.length} more cannot be taken, for other reasons: ${rangesOf(sorted, IN_SENTENCE)}.`;
}

/** "2, 5-9, 12": rows in their order, those that follow each other as one. */
function rangesOf(rows: readonly number[], most: number): string {
  const ranges: [first: number, last: number][] = [];
  for (const row of rows) {
    const last = ranges.at(-1);
    if (last && last[1] === row - 1) last[1] = row;
    else ranges.push([row, row]);
  }
  const named = ranges.slice(0, most).map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  const left = ranges.slice(most).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return left === 0 ? named.join(', ') : t`${named.join(', ')} and ${left} more`;
}
