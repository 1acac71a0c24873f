import { z } from 'zod';
import { type FormId, formId } from '../../shared/ids.ts';
import type { IncomingAction } from '../actions/parse-action.ts';
import { INPUT_LIMITS, ROWS_EDITED } from './form-inputs.ts';
import type { Inputs } from './read-inputs.ts';

/** Everything that a form's card carries besides its inputs. */
const carried = z.strictObject({
  formId: z.uuid().toLowerCase().pipe(formId),
  rev: z.int().min(1).max(1_000_000),
  /** The index of the row that a button belongs to. */
  row: z
    .int()
    .min(0)
    .max(ROWS_EDITED - 1)
    .optional(),
});

const texts = z.record(z.string(), z.string());

/** An action on a form's card. */
export interface IncomingFormAction extends Omit<IncomingAction, 'data'> {
  readonly formId: FormId;
  readonly rev: number;
  readonly row: number | null;
  /** The values of the inputs, whatever the action is. Only known inputs, none too long; nothing else is checked. */
  readonly inputs: Inputs;
}

/** @returns null when the data does not come from a form's card. */
export function parseFormAction({ verb, isManual, data }: IncomingAction): IncomingFormAction | null {
  if (typeof data !== 'object' || data === null) return null;
  const entries = Object.entries(data);
  const known = carried.safeParse(Object.fromEntries(entries.filter(([key]) => !INPUT_LIMITS.has(key))));
  const typed = texts.safeParse(Object.fromEntries(entries.filter(([key]) => INPUT_LIMITS.has(key))));
  if (!known.success || !typed.success) return null;
  const inputs = typed.data;
  if (Object.entries(inputs).some(([id, text]) => text.length > (INPUT_LIMITS.get(id) ?? 0))) return null;
  const { formId, rev, row = null } = known.data;
  return { verb, isManual, formId, rev, row, inputs };
}
