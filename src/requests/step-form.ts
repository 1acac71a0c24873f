import type { Errand } from '../store/store.ts';
import type { Form } from './form.ts';
import { formStep } from './form-step.ts';
import type { Parts } from './parts.ts';

/**
 * Takes one step of a form that is no step of a request.
 * @returns the form after it. @throws AirlockError rev-conflict
 */
export async function stepForm(
  parts: Parts,
  form: Form,
  patch: Partial<Form>,
  more: Partial<Omit<Errand, 'form'>> = {},
): Promise<Form> {
  const step = formStep(form, patch);
  await parts.store.send({ posts: [], tasks: [], ...more, form: step });
  return step.form;
}
