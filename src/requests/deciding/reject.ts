import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { assertMayApprove } from '../rules/eligibility.ts';
import { pendingRequest, type RequestAction } from '../rules/load.ts';
import { parseReason } from './submit.ts';

/**
 * One approver's no ends the request; a reason is required.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, input-invalid, directory-unavailable
 */
export async function rejectRequest(
  services: Services,
  click: RequestAction & { readonly reason: string },
): Promise<Request> {
  const request = await pendingRequest(services, click);
  const note = parseReason(click.reason, 'a rejection');
  await assertMayApprove(services, request, click.actor);
  return advance(services, request, {
    event: 'reject',
    role: 'approver',
    actor: click.actor,
    patch: { closing: { code: 'rejected', by: click.actor, at: services.clock.now(), note, now: null } },
    facts: { reason: note },
  });
}
