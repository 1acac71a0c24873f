import type { Errand, FormStep } from '../store/store.ts';
import type { Form } from './form.ts';
import type { Parts } from './parts.ts';

/** The step that makes this of a form. A deadline that is not named stays. */
export function formStep(form: Form, patch: Partial<Form>): FormStep {
  return { form: { ...form, ...patch, rev: form.rev + 1 }, expectedRev: form.rev };
}

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

/** Until when a form stays open after a step. One that edits a draft ends with it, whose own deadline stands. */
export function openUntil(parts: Parts, form: Form): number | null {
  return form.requestId === null ? parts.clock.now() + parts.policy.draftWindow : form.deadline;
}
