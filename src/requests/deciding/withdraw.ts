import { t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { closeRequest } from '../rules/end-request.ts';
import { evidenceNow } from '../rules/four-eyes.ts';
import { type ActionRule, loadFor, type RequestAction, tryAgain } from '../rules/load.ts';

const WITHDRAW: ActionRule<'pending' | 'approved'> = {
  state: ['pending', 'approved'],
  by: 'requester',
  refusal: ({ name }) => t`Only ${name} can withdraw this request. An approver can reject it.`,
  isDone: ({ state }) => state === 'withdrawn',
};

/**
 * The requester withdraws the request, which is possible until the write begins.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, card-outdated, digest-mismatch
 */
export function withdrawRequest(services: Services, action: RequestAction): Promise<Request> {
  return tryAgain(action, (tried) => withdraw(services, tried));
}

async function withdraw(services: Services, action: RequestAction): Promise<Request> {
  const { request, isDone } = await loadFor(services, action, WITHDRAW);
  if (isDone) return request;
  const { requester: actor } = request;
  const evidence = await evidenceNow(services, actor, services.policy.requesters);
  const facts = { door: action.door };
  return closeRequest(services, request, { event: 'withdraw', actor, evidence, code: 'withdrawn', facts });
}
