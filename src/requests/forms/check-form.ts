import type { Fault } from '../../changes/change-kind.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { FormId, RequestId } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import type { Draftable } from '../drafting/assess.ts';
import { assessAsked } from '../drafting/assess-tagged.ts';
import { assertDraftRoom } from '../drafting/before/draft-room.ts';
import { isSoMessages } from '../drafting/before/rows-left-out.ts';
import { draftStep, toldOutside } from '../drafting/draft.ts';
import { type AskedCopy, replacements } from '../messages/outbox-messages.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { FormRevision, Replacement } from '../ports/store.ts';
import { policyVersion } from '../record/digest.ts';
import type { Form } from '../record/form.ts';
import type { DraftRequest, Evidence } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { formDigest, nextRevision, saveForm } from '../rules/form-steps.ts';
import { whoAsks } from '../rules/four-eyes.ts';
import { lockedAnswer, lockedBy } from '../rules/object-lock.ts';

/**
 * Checks a form against the tenant. The form then becomes a draft in the same message, or revises the draft that it
 * edits. Where something is wrong, the form opens again with the reason and keeps everything that was typed.
 */
export async function checkForm(
  services: Services,
  asked: { readonly formId: FormId; readonly rev: number; readonly digest?: string | undefined },
  task: Task,
  assertAsked: () => void,
): Promise<void> {
  const form = await services.store.form(services.tenantId, asked.formId);
  if (form?.state !== 'checking' || form.rev !== asked.rev) return services.store.completeTask(task);
  try {
    assertAsked();
    if (asked.digest !== formDigest(form)) throw otherForm(services, form);
    await check(services, form, task);
  } catch (error) {
    if (!isAirlockError(error) || error.code === 'rev-conflict') throw error;
    services.log.warn({ formId: form.id, code: error.code, correlation: task.correlation }, 'form not accepted');
    await returnForm(services, form, task, [whole(sentenceOf(error))]);
  }
}

/** The row of a form is not what its requester sent: whoever it names said nothing of the kind. */
function otherForm({ log, meter }: Services, { id: formId }: Form): AirlockError {
  log.error({ formId }, 'form refused: it is not what was sent');
  meter.count('recordFaults', { kind: 'mismatch' });
  return new AirlockError('digest-mismatch', t`This form was changed in the database after it was sent.`);
}

async function check(services: Services, form: Form, task: Task): Promise<void> {
  const { evidence } = await whoAsks(services, form.requester);
  const assessed = await assessAsked(services, form);
  if (assessed.verdict === 'invalid') return returnForm(services, form, task, assessed.faults);
  if (assessed.verdict !== 'open') return returnForm(services, form, task, [whole(assessed.why)]);
  const locking = await lockedBy(services, assessed.change);
  if (locking) {
    const { text, copy } = await lockedAnswer(services, locking, form.origin, task.key);
    return returnForm(services, form, task, [whole(text)], copy);
  }
  const edited = form.requestId === null ? null : await services.store.request(services.tenantId, form.requestId);
  if (edited?.state === 'draft') await reviseDraft(services, form, edited, { ...assessed, evidence }, task);
  else await makeDraft(services, form, { ...assessed, evidence }, task);
}

/** What a form makes, and what the directory said of its requester. */
type Made = Draftable & { readonly evidence: Evidence };

async function makeDraft(services: Services, form: Form, made: Made, task: Task): Promise<void> {
  const { change, base, affected, evidence } = made;
  const { requester: actor, origin: conversation, id: formId } = form;
  await assertDraftRoom(services, actor, conversation);
  const { reason = '' } = form;
  const asked = { actor, evidence, conversation, change, base, affected, formId, reason, revertOf: null };
  const step = draftStep(services, asked);
  const drafted = await draftedForm(services, form, step.request.id);
  const messages = [
    ...(await toldOutside(services, conversation, { change, base }, task)),
    ...isSoMessages(services, { conversation }, made, task),
  ];
  await services.store.commit({ ...step, ...drafted, messages, completes: task });
}

async function reviseDraft(services: Services, form: Form, draft: DraftRequest, made: Made, task: Task): Promise<void> {
  const { change, base, affected, evidence } = made;
  const deadline = services.clock.now() + services.policy.draftWindow;
  await advance(services, draft, {
    event: 'revise',
    actor: form.requester,
    evidence,
    fields: { change, base, deadline, policyVersion: policyVersion(services.policy) },
    facts: { change: asJson(change), base: asJson(base) },
    ...(await draftedForm(services, form, draft.id)),
    affected,
    messages: isSoMessages(services, { conversation: form.origin }, made, task),
    completes: task,
  });
}

/** The form becomes the draft, and its cards show the draft from now on. */
async function draftedForm(
  services: Services,
  form: Form,
  requestId: RequestId,
): Promise<{ form: FormRevision; replacements: readonly Replacement[] }> {
  const copies = await services.store.copies(services.tenantId, form.id);
  return {
    form: nextRevision(form, { state: 'drafted', draftedInput: form.input, faults: [], deadline: null, requestId }),
    replacements: replacements(copies, { requestId }),
  };
}

async function returnForm(
  services: Services,
  form: Form,
  task: Task,
  faults: readonly Fault[],
  copy: AskedCopy | null = null,
): Promise<void> {
  await saveForm(services, form, { state: 'open', faults }, { ...copy, completes: task });
}

/** A fault that belongs to no single field. */
function whole(message: string): Fault {
  return { field: '', message };
}

/** So much of a refusal that what became of the form is shown behind it. */
const MOST = 230;

function sentenceOf({ message }: AirlockError): string {
  const why = message.length > MOST ? `${message.slice(0, MOST)}…` : message;
  return t`${why} Nothing was filed, and what you filled in is kept.`;
}
