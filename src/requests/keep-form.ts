import type { Form } from './form.ts';
import type { FormPress } from './form-press.ts';
import type { Parts } from './parts.ts';
import { holdsTyped, pressedForm, typedInto } from './pressed-form.ts';
import { openUntil, stepForm } from './step-form.ts';

/**
 * Keeps what was typed so far; nothing is checked. What was wrong with a row of conditions is forgotten, since rows may have moved.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, input-invalid
 */
export function keepForm(parts: Parts, press: FormPress): Promise<Form> {
  return pressedForm(parts, press, {
    isTaken: (form) => holdsTyped(form, press.wish),
    take: (form) =>
      stepForm(parts, form, {
        wish: typedInto(form, press.wish),
        faults: form.faults.filter(({ field }) => !field.startsWith('conditions.')),
        deadline: openUntil(parts, form),
      }),
  });
}
