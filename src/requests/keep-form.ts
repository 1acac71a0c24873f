import type { Form } from './form.ts';
import type { FormPress } from './form-press.ts';
import { holdsTyped } from './holds-typed.ts';
import { openUntil } from './open-until.ts';
import type { Parts } from './parts.ts';
import { pressedForm } from './pressed-form.ts';
import { stepForm } from './step-form.ts';
import { typedInto } from './typed-into.ts';

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
