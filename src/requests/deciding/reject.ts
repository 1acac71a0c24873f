import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { closeRequest } from '../rules/end-request.ts';
import { assertMayReject } from '../rules/four-eyes.ts';
import { type ActionRule, loadFor, type RequestAction } from '../rules/load.ts';
import { actorOf } from '../rules/people/rights.ts';
import { parseReason } from './submit.ts';

const REJECT = {
  state: ['pending'],
  by: 'anybody',
  outOfDate: 'nothing was decided',
} as const satisfies ActionRule<'pending'>;

/**
 * Rejects a request. One rejection ends it, and a reason is required.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, input-invalid, directory-unavailable
 */
export async function rejectRequest(
  services: Services,
  action: RequestAction & { readonly reason: string },
): Promise<Request> {
  const { request } = await loadFor(services, action, REJECT);
  const note = parseReason(action.reason, 'a rejection');
  const actor = actorOf((await assertMayReject(services, request, action.actor)).person);
  return closeRequest(services, request, { event: 'reject', actor, code: 'rejected', note, facts: { reason: note } });
}
