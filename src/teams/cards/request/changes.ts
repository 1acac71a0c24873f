import { isDeepStrictEqual } from 'node:util';
import type { DiffRow } from '../../../changes/change-kind.ts';
import type { Effects } from '../../../changes/device-effects.ts';
import { kindOf } from '../../../changes/kind-of.ts';
import type { Presentation } from '../../../requests/ports/presentation.ts';
import { arrowFrom, LENGTHS, sanitise } from '../parts/shown-text.ts';
import type { ChangeRow, CompareRow } from './request-model.ts';

/** Bytes of JSON that the rows of a change may take on a card of at most 25 KB. */
const BUDGET = 14_000;

/** What a row costs besides its text. */
const ROW_COST = 420;

/** Longest value of a comparison, which nobody approves by. */
const COMPARED = 240;
const COMPARED_ROWS = 8;

/** What a kind of change gives as the old value of what does not exist yet. */
const NOTHING = '-';

export interface ShownChange {
  readonly rows: readonly ChangeRow[];
  /** False when anything had to be left out: such a change cannot be approved, since nobody could see it. */
  readonly whole: boolean;
}

/** What a card can show, for the rule that nobody approves what they cannot see whole. */
export const cardPresentation: Presentation = {
  showsWhole: ({ change, base }) => changeRows(kindOf(change).diff(change, base)).whole,
};

/** The old and new values of a change, every one in full as long as they fit. */
export function changeRows(diff: readonly DiffRow[]): ShownChange {
  const rows: ChangeRow[] = [];
  let left = BUDGET;
  for (const { label, from, to } of diff) {
    const was: ChangeRow['was'] = from === NOTHING ? [] : [{ text: arrowFrom(from, BUDGET) }];
    const row = { label: sanitise(label, BUDGET), was, to: sanitise(to, BUDGET) };
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
    return compareRow(label, then?.from ?? becomes, today?.from ?? becomes, becomes);
  });
}

/** What follows for devices, when it was asked and now; null where it is the same, or nothing follows for them. */
export function compareEffects(asked: Effects | null, now: Effects | null): CompareRow | null {
  if (!asked || !now || isDeepStrictEqual(asked, now)) return null;
  const same = asked.headline === now.headline;
  return compareRow(
    'Devices',
    asked.headline,
    same ? `${now.headline} But not the same ones, or elsewhere.` : now.headline,
  );
}

function compareRow(label: string, was: string, is: string, becomes?: string): CompareRow {
  const color = was === is ? 'default' : 'warning';
  const value = (text: string) => sanitise(text, COMPARED);
  return {
    label: sanitise(label, LENGTHS.label),
    values: [
      { when: 'When asked', value: value(was), color: 'default', weight: 'default' },
      { when: 'Now', value: value(is), color, weight: 'bolder' },
      ...(becomes === undefined
        ? []
        : [{ when: 'Would become', value: value(becomes), color: 'default', weight: 'default' } as const]),
    ],
  };
}
