import { t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { discardDraft } from '../rules/expiry.ts';
import { evidenceNow } from '../rules/four-eyes.ts';
import { type ActionRule, loadFor, type RequestAction, tryAgain } from '../rules/load.ts';

const DISCARD: ActionRule<'draft'> = {
  state: ['draft'],
  by: 'requester',
  refusal: ({ name }) => t`Only ${name} can discard this draft.`,
  isDone: ({ state }) => state === 'discarded',
};

/**
 * The requester discards a draft and its form.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, card-outdated
 */
export function discardRequest(services: Services, action: RequestAction): Promise<Request> {
  return tryAgain(action, (tried) => discard(services, tried));
}

async function discard(services: Services, action: RequestAction): Promise<Request> {
  const { request: draft, isDone } = await loadFor(services, action, DISCARD);
  if (isDone) return draft;
  const evidence = await evidenceNow(services, draft.requester, services.policy.requesters);
  return discardDraft(services, draft, { actor: draft.requester, evidence });
}
