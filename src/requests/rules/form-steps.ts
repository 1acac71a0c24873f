import { createHash } from 'node:crypto';
import type { FormInput } from '../../changes/device-group/input/group-input.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { replacements } from '../messages/outbox-messages.ts';
import type { Services } from '../ports/services.ts';
import type { FormRevision, OutboxBatch, RequestStep } from '../ports/store.ts';
import type { Form } from '../record/form.ts';
import type { Request } from '../record/request.ts';

/** The step that changes a form. Keeps the deadline unless the patch sets it. */
export function nextRevision(form: Form, patch: Partial<Form>): FormRevision {
  return { form: { ...form, ...patch, rev: form.rev + 1 }, expectedRev: form.rev };
}

/**
 * The step that closes a form. Where a draft was edited in it, its message shows the draft's card again, and the form
 * has the draft's input again.
 */
export async function closeForm(
  services: Services,
  form: Form,
): Promise<Required<Pick<OutboxBatch, 'form' | 'replacements'>>> {
  const draft = form.requestId === null ? null : await services.store.request(services.tenantId, form.requestId);
  const cards = draft
    ? replacements(await services.store.copies(services.tenantId, form.id), { requestId: draft.id })
    : [];
  const isDraft = draft?.state === 'draft';
  const input = (isDraft ? form.draftedInput : null) ?? form.input;
  const state = isDraft ? 'drafted' : 'closed';
  return { form: nextRevision(form, { state, input, faults: [], deadline: null }), replacements: cards };
}

/**
 * What goes with the end of a draft. Its form is closed, and where it was open its message shows the draft. Its devices
 * are deleted.
 */
export async function restoreDraft(
  services: Services,
  draft: Request,
): Promise<Pick<RequestStep, 'form' | 'replacements' | 'affected'>> {
  const affected: RequestStep['affected'] = [];
  const form = draft.formId === null ? null : await services.store.form(services.tenantId, draft.formId);
  if (!form || form.state === 'closed') return { affected };
  return {
    form: nextRevision(form, { state: 'closed', faults: [], deadline: null }),
    replacements: replacements(await services.store.copies(services.tenantId, form.id), { requestId: draft.id }),
    affected,
  };
}

/** Whether the form holds exactly what was typed. */
export function holdsTyped(form: Form, typed: FormInput): boolean {
  return canonical(asJson(form.input)) === canonical(asJson(typed));
}

/** SHA-256 (64 hex digits) of who asks for what with a form, and what it was opened on: that is what is checked. */
export function formDigest({ requester, origin, requestId, input, opened }: Form): string {
  const on = opened && { opened: asJson(opened) };
  const asked = { requester: requester.oid, origin, requestId, input: asJson(input), ...on };
  return createHash('sha256').update(canonical(asked)).digest('hex');
}

/** Closes a form whose deadline has come. Where somebody else was faster, the form is returned as they left it. */
export async function expireForm(services: Services, form: Form): Promise<Form> {
  if (form.deadline === null || form.deadline > services.clock.now()) return form;
  const closed = await closeForm(services, form);
  try {
    await services.store.send({ messages: [], tasks: [], ...closed });
    return closed.form.form;
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    return (await services.store.form(form.tenantId, form.id)) ?? form;
  }
}

/** Until when a form stays open after a step. A form that edits a draft keeps the draft's deadline. */
export function formDeadline(services: Services, form: Form): number | null {
  return form.requestId === null ? services.clock.now() + services.policy.draftWindow : form.deadline;
}

/**
 * Saves a step of a form that goes with no step of a request.
 * @returns the form after it. @throws AirlockError rev-conflict
 */
export async function saveForm(
  services: Services,
  form: Form,
  patch: Partial<Form>,
  more: Partial<Omit<OutboxBatch, 'form'>> = {},
): Promise<Form> {
  const step = nextRevision(form, patch);
  await services.store.send({ messages: [], tasks: [], ...more, form: step });
  return step.form;
}
