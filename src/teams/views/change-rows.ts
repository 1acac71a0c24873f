import type { DiffRow } from '../../changes/change-kind.ts';
import type { ChangeRow, CompareRow } from './request-model.ts';
import { LENGTHS, shown } from './shown-text.ts';

/** Bytes of JSON that the rows of a change may take on a card of at most 25 KB. */
const BUDGET = 14_000;
/** What a row costs besides its text. */
const ROW_COST = 420;
/** Longest value of a comparison, which nobody approves by. */
const COMPARED = 240;
const COMPARED_ROWS = 8;

export interface ShownChange {
  readonly rows: readonly ChangeRow[];
  /** False when anything had to be left out: such a change cannot be approved, since nobody could see it. */
  readonly whole: boolean;
}

/** The old and new values of a change, every one in full as long as they fit. */
export function changeRows(diff: readonly DiffRow[]): ShownChange {
  const rows: ChangeRow[] = [];
  let left = BUDGET;
  for (const { label, from, to } of diff) {
    const row = { label: shown(label, BUDGET), from: shown(from, BUDGET), to: shown(to, BUDGET) };
    left -= ROW_COST + Buffer.byteLength(JSON.stringify(row));
    if (left < 0) return { rows, whole: false };
    rows.push(row);
  }
  return { rows, whole: true };
}

/**
 * The three-way comparison: `asked` is the diff when asked, `now` the diff against the tenant as it is. A row that one of them lacks
 * was at its target there already.
 */
export function compareRows(asked: readonly DiffRow[], now: readonly DiffRow[]): readonly CompareRow[] {
  const labels = [...new Set([...asked, ...now].map((row) => row.label))];
  return labels.slice(0, COMPARED_ROWS).map((label) => {
    const then = asked.find((row) => row.label === label);
    const today = now.find((row) => row.label === label);
    const becomes = today?.to ?? then?.to ?? '';
    const was = then?.from ?? becomes;
    const is = today?.from ?? becomes;
    return {
      label: shown(label, LENGTHS.label),
      asked: shown(was, COMPARED),
      now: shown(is, COMPARED),
      mark: was === is ? 'default' : 'warning',
      becomes: shown(becomes, COMPARED),
    };
  });
}
