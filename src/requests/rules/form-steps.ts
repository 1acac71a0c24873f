import { isAirlockError } from '../../shared/errors.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { turnedCards } from '../messages/outbox-messages.ts';
import type { Parts } from '../ports/services.ts';
import type { Errand, FormStep, Step } from '../ports/store.ts';
import type { Form, FormWish } from '../record/form.ts';
import type { Request } from '../record/request.ts';

/** The step that makes this of a form. A deadline that is not named stays. */
export function formStep(form: Form, patch: Partial<Form>): FormStep {
  return { form: { ...form, ...patch, rev: form.rev + 1 }, expectedRev: form.rev };
}

/**
 * What becomes of a form that nobody goes on with: it is closed. One in which a draft was edited gives way to the draft's card again, and
 * holds what the draft is.
 */
export async function putAway(parts: Parts, form: Form): Promise<Required<Pick<Errand, 'form' | 'turns'>>> {
  const draft = form.requestId === null ? null : await parts.store.request(parts.tenantId, form.requestId);
  const turns = draft ? turnedCards(await parts.store.posts(parts.tenantId, form.id), { requestId: draft.id }) : [];
  const isDraft = draft?.state === 'draft';
  const wish = (isDraft ? form.draftedWish : null) ?? form.wish;
  const state = isDraft ? 'drafted' : 'closed';
  return { form: formStep(form, { state, wish, faults: [], deadline: null }), turns };
}

/** What goes with a draft that ends: its form is closed, and where that was open the draft's card says so; its devices are forgotten. */
export async function closeWithDraft(parts: Parts, draft: Request): Promise<Pick<Step, 'form' | 'turns' | 'affected'>> {
  const affected: Step['affected'] = [];
  const form = draft.formId === null ? null : await parts.store.form(parts.tenantId, draft.formId);
  if (!form || form.state === 'closed') return { affected };
  return {
    form: formStep(form, { state: 'closed', faults: [], deadline: null }),
    turns: turnedCards(await parts.store.posts(parts.tenantId, form.id), { requestId: draft.id }),
    affected,
  };
}

/** Whether the form holds exactly what was typed. */
export function holdsTyped(form: Form, typed: FormWish): boolean {
  return canonical(asJson(form.wish)) === canonical(asJson(typed));
}

/** Puts a form away whose deadline has come; returned as it is now when somebody else was faster. */
export async function lapseForm(parts: Parts, form: Form): Promise<Form> {
  if (form.deadline === null || form.deadline > parts.clock.now()) return form;
  const away = await putAway(parts, form);
  try {
    await parts.store.send({ posts: [], tasks: [], ...away });
    return away.form.form;
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    return (await parts.store.form(form.tenantId, form.id)) ?? form;
  }
}

/** Until when a form stays open after a step. One that edits a draft ends with it, whose own deadline stands. */
export function openUntil(parts: Parts, form: Form): number | null {
  return form.requestId === null ? parts.clock.now() + parts.policy.draftWindow : form.deadline;
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
