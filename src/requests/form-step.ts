import type { FormStep } from '../store/store.ts';
import type { Form } from './form.ts';

/** The step that makes this of a form. A deadline that is not named stays. */
export function formStep(form: Form, patch: Partial<Form>): FormStep {
  return { form: { ...form, ...patch, rev: form.rev + 1 }, expectedRev: form.rev };
}
