import type { Form } from '../../requests/record/form.ts';
import { FormFaults } from './form-faults.ts';
import { formRows, INPUT_LENGTHS, ROWS_EDITED } from './form-inputs.ts';
import type { OnCard } from './read-inputs.ts';

/** How much of a form its card shows, so that it stays within the size that Teams accepts. */
export interface FormLayout extends OnCard {
  /** How many of the other rows are shown as lines, and how long a line may be, in code points. */
  readonly lines: number;
  readonly lineLength: number;
  /** How many groups can be chosen as a place. */
  readonly places: number;
}

interface Step extends Omit<FormLayout, 'edited'> {
  readonly edits: number;
}

/** From everything down to what always fits. */
const STEPS: readonly Step[] = [
  { edits: 30, lines: 30, lineLength: 240, places: 40, access: 20 },
  { edits: 9, lines: 30, lineLength: 240, places: 20, access: 20 },
  { edits: 6, lines: 30, lineLength: 120, places: 12, access: 12 },
  { edits: 4, lines: 30, lineLength: 80, places: 8, access: 8 },
  { edits: 2, lines: 30, lineLength: 40, places: 4, access: 4 },
  { edits: 1, lines: 16, lineLength: 40, places: 2, access: 2 },
  { edits: 1, lines: 4, lineLength: 24, places: 1, access: 1 },
  { edits: 1, lines: 2, lineLength: 16, places: 0, access: 0 },
];

/** The first layout in which the form's card is no larger than `most` bytes of JSON; the last one where none is. */
export function formLayout(form: Form, most: number, size: (layout: FormLayout) => number): FormLayout {
  const layouts = STEPS.map(({ edits, ...rest }) => ({ edited: edited(form, edits), ...rest }));
  const fitting = layouts.find((layout) => size(layout) <= most) ?? layouts.at(-1);
  return fitting ?? { edited: new Set(), lines: 0, lineLength: 0, places: 0, access: 0 };
}

/**
 * The rows that are shown as inputs: the newest first, where any has a fault those and empty ones alone; none that an
 * input cannot take.
 */
function edited(form: Form, edits: number): ReadonlySet<number> {
  const { rows } = formRows(form.input);
  const faults = new FormFaults(form.faults);
  const order = rows
    .map(({ at, row }, index) => ({ index, row, urgent: faults.hasCondition(at) }))
    .filter(({ index, row, urgent }) => index < ROWS_EDITED && (urgent || row.value.length <= INPUT_LENGTHS.value));
  const meant = order.some(({ urgent }) => urgent)
    ? order.filter(({ urgent, row }) => urgent || row.value.trim() === '')
    : order;
  meant.sort((a, b) => Number(b.urgent) - Number(a.urgent) || b.index - a.index);
  return new Set(meant.slice(0, edits).map(({ index }) => index));
}
