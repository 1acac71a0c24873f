import type { Fault } from '../../changes/change-kind.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import { assessDraft, type Draftable, readForDraft } from '../drafting/assess.ts';
import { draftStep } from '../drafting/draft.ts';
import { turnedCards } from '../messages/outbox-messages.ts';
import type { NewPost, Task } from '../ports/outbox.ts';
import type { Parts } from '../ports/services.ts';
import type { FormStep, TurnedPost } from '../ports/store.ts';
import { policyVersion } from '../record/digest.ts';
import type { Form } from '../record/form.ts';
import type { Request } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { assertMayRequest } from '../rules/eligibility.ts';
import { formStep, stepForm } from '../rules/form-steps.ts';
import { heldCard, heldSentence, holderOf } from '../rules/object-lock.ts';

/**
 * Checks a form that was sent against the tenant: it becomes a draft, in the message where it stands, or the draft that it edits is
 * revised. Whatever speaks against that is said in the form, which is open again with all that was typed.
 */
export async function checkForm(parts: Parts, asked: { formId: string; rev: number }, task: Task): Promise<void> {
  const form = await parts.store.form(parts.tenantId, asked.formId);
  if (form?.state !== 'checking' || form.rev !== asked.rev) return parts.store.completeTask(task);
  try {
    await check(parts, form, task);
  } catch (error) {
    if (!isAirlockError(error) || error.code === 'rev-conflict') throw error;
    parts.log.warn({ formId: form.id, code: error.code, correlation: task.correlation }, 'a form was given back');
    await giveBack(parts, form, task, [whole(sentenceOf(error))]);
  }
}

async function check(parts: Parts, form: Form, task: Task): Promise<void> {
  await assertMayRequest(parts, form.requester);
  const assessed = assessDraft(form, await readForDraft(parts, form));
  if (assessed.verdict === 'invalid') return giveBack(parts, form, task, assessed.faults);
  if (assessed.verdict !== 'open') return giveBack(parts, form, task, [whole(assessed.why)]);
  const held = await holderOf(parts, assessed.change);
  if (held) {
    const card = heldCard(parts, held, form.origin, task.key);
    return giveBack(parts, form, task, [whole(heldSentence(held))], [card]);
  }
  const edited = form.requestId === null ? null : await parts.store.request(parts.tenantId, form.requestId);
  if (edited?.state === 'draft') await reviseDraft(parts, form, edited, assessed, task);
  else await makeDraft(parts, form, assessed, task);
}

async function makeDraft(parts: Parts, form: Form, { change, base, affected }: Draftable, task: Task): Promise<void> {
  const { requester: actor, origin: conversation, id: formId } = form;
  const step = draftStep(parts, { actor, conversation, change, base, affected, formId, revertOf: null });
  await parts.store.commit({ ...step, ...(await become(parts, form, step.request.id)), completes: task });
}

async function reviseDraft(parts: Parts, form: Form, draft: Request, made: Draftable, task: Task): Promise<void> {
  const { change, base, affected } = made;
  const deadline = parts.clock.now() + parts.policy.draftWindow;
  await advance(parts, draft, {
    event: 'revise',
    role: 'service',
    actor: form.requester,
    patch: { change, base, deadline, policyVersion: policyVersion(parts.policy) },
    facts: { change: asJson(change), base: asJson(base) },
    ...(await become(parts, form, draft.id)),
    affected,
    completes: task,
  });
}

/** The form as the draft that it became, and its cards as the draft's. */
async function become(
  parts: Parts,
  form: Form,
  requestId: string,
): Promise<{ form: FormStep; turns: readonly TurnedPost[] }> {
  const copies = await parts.store.posts(parts.tenantId, form.id);
  return {
    form: formStep(form, { state: 'drafted', draftedWish: form.wish, faults: [], deadline: null, requestId }),
    turns: turnedCards(copies, { requestId }),
  };
}

async function giveBack(
  parts: Parts,
  form: Form,
  task: Task,
  faults: readonly Fault[],
  posts: readonly NewPost[] = [],
): Promise<void> {
  await stepForm(parts, form, { state: 'open', faults }, { posts, completes: task });
}

/** A fault that no field of the form is to blame for. */
function whole(message: string): Fault {
  return { field: '', message };
}

function sentenceOf(error: AirlockError): string {
  return `${error.message} Nothing was filed, and what you filled in is kept.`;
}
