import type { DiffRow } from '../../../changes/change-kind.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import type { Presentation } from '../../../requests/ports/services.ts';
import { t } from '../../../shared/language/worded.ts';
import { knownModel } from '../parts/known-source.ts';
import { arrowFrom, LENGTHS, sanitise } from '../parts/shown-text.ts';
import type { ChangeRow } from './request-model.ts';

/** Bytes of JSON that the rows of a change may take on a card of at most 25 KB. */
const BUDGET = 14_000;

/** What a row costs besides its text. */
const ROW_COST = 420;

/** The old value in a diff for something that does not exist yet. */
const NOTHING = '-';

export interface ShownChange {
  readonly rows: readonly ChangeRow[];
  /** False when anything had to be left out. Such a change cannot be approved, since nobody could see all of it. */
  readonly whole: boolean;
}

/** Tells the rule that nobody approves what they cannot see whole what a card can show. */
export const cardPresentation: Presentation = {
  showsWhole: ({ change, base }) => changeRows(kindOf(change).diff(change, base)).whole,
};

/** Below an old and a new value: how the old one is known, since nothing is known of the new one. */
function ofBefore(source: DiffRow['source']): ChangeRow['knowns'] {
  const [known] = knownModel(source);
  return known ? [{ ...known, text: sanitise(t`Before: ${known.text}`, LENGTHS.title) }] : [];
}

/** The old and new values of a change, every one in full as long as they fit. */
export function changeRows(diff: readonly DiffRow[]): ShownChange {
  const rows: ChangeRow[] = [];
  let left = BUDGET;
  for (const { label, from, to, source } of diff) {
    const knowns = ofBefore(source);
    const was: ChangeRow['was'] = from === NOTHING ? [] : [{ text: arrowFrom(from, BUDGET) }];
    const row: ChangeRow = { label: sanitise(label, BUDGET), was, to: sanitise(to, BUDGET), knowns };
    left -= ROW_COST + Buffer.byteLength(JSON.stringify(row));
    if (left < 0) return { rows, whole: false };
    rows.push(row);
  }
  return { rows, whole: true };
}
