import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { turnedCards } from '../messages/outbox-messages.ts';
import { stateSentence } from '../messages/state-words.ts';
import type { Parts } from '../ports/services.ts';
import { type Form, goesOn } from '../record/form.ts';
import type { Request } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { formStep } from '../rules/form-steps.ts';
import { type Click, lapseRequest, loadRequest } from '../rules/load.ts';

/**
 * The requester goes back from a draft to its form: every card of the draft shows the form, and until that is checked or put away the
 * draft cannot be submitted. The draft's window begins anew, and the form ends with it.
 * @returns the form, open; the one that is open already when this was pressed before.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict
 */
export async function editDraft(parts: Parts, click: Click): Promise<Form> {
  const { draft, form } = await editable(parts, click);
  if (goesOn(form)) return form;
  if (click.rev !== null && click.rev !== draft.rev) {
    throw new AirlockError('rev-conflict', 'Your card was out of date. This is the draft as it is now.');
  }
  try {
    return await reopen(parts, draft, form);
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    const now = await parts.store.form(parts.tenantId, form.id);
    if (now && goesOn(now)) return now;
    throw error;
  }
}

async function editable(parts: Parts, click: Click): Promise<{ draft: Request; form: Form }> {
  const draft = await lapseRequest(parts, await loadRequest(parts, click.requestId));
  if (click.actor.oid !== draft.requester.oid) {
    throw new AirlockError('not-allowed', `Only ${draft.requester.name} can edit this draft.`);
  }
  if (draft.state !== 'draft') throw new AirlockError('wrong-state', stateSentence(draft));
  const form = draft.formId === null ? null : await parts.store.form(parts.tenantId, draft.formId);
  if (form) return { draft, form };
  throw new AirlockError('wrong-state', 'There is no form for this draft. Discard it, and write the command again.');
}

async function reopen(parts: Parts, draft: Request, form: Form): Promise<Form> {
  const deadline = parts.clock.now() + parts.policy.draftWindow;
  const step = formStep(form, { state: 'open', faults: [], deadline });
  const turns = turnedCards(await parts.store.posts(parts.tenantId, draft.id), { formId: form.id });
  const more = { patch: { deadline }, form: step, turns };
  await advance(parts, draft, { event: 'edit', role: 'requester', actor: draft.requester, ...more });
  return step.form;
}
