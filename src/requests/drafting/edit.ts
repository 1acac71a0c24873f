import { AirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import { replacements } from '../messages/outbox-messages.ts';
import type { Services } from '../ports/services.ts';
import { type Form, isActive } from '../record/form.ts';
import type { DraftRequest } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { nextRevision } from '../rules/form-steps.ts';
import { evidenceNow } from '../rules/four-eyes.ts';
import { type ActionRule, loadFor, type RequestAction, tryAgain } from '../rules/load.ts';

const EDIT = {
  state: ['draft'],
  by: 'requester',
  refusal: ({ name }) => t`Only ${name} can edit this draft.`,
} as const satisfies ActionRule<'draft'>;

/**
 * Reopens the form of a draft. Every card of the draft then shows the form, and the draft cannot be submitted until the
 * form is checked or closed. The draft's window restarts, and the form ends with it.
 * @returns the open form; the one in use where the draft is being edited already.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, card-outdated
 */
export function editDraft(services: Services, action: RequestAction): Promise<Form> {
  return tryAgain(action, async (tried) => {
    const { draft, form } = await editable(services, tried);
    return isActive(form) ? form : reopen(services, draft, form);
  });
}

async function editable(services: Services, action: RequestAction): Promise<{ draft: DraftRequest; form: Form }> {
  const { request: draft } = await loadFor(services, action, EDIT);
  const form = draft.formId === null ? null : await services.store.form(services.tenantId, draft.formId);
  if (form) return { draft, form };
  throw new AirlockError('wrong-state', t`There is no form for this draft. Discard it, and write the command again.`);
}

async function reopen(services: Services, draft: DraftRequest, form: Form): Promise<Form> {
  const deadline = services.clock.now() + services.policy.draftWindow;
  const step = nextRevision(form, { state: 'open', faults: [], deadline });
  const cards = replacements(await services.store.copies(services.tenantId, draft.id), { formId: form.id });
  const evidence = await evidenceNow(services, draft.requester, services.policy.requesters);
  const more = { evidence, form: step, replacements: cards };
  await advance(services, draft, { event: 'edit', actor: draft.requester, fields: { deadline }, ...more });
  return step.form;
}
