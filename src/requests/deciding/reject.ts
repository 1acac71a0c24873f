import type { Parts } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { assertMayApprove } from '../rules/eligibility.ts';
import { type Click, pendingRequest } from '../rules/load.ts';
import { parseReason } from './submit.ts';

/**
 * One approver's no ends the request; a reason is required.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, input-invalid, directory-unavailable
 */
export async function rejectRequest(parts: Parts, click: Click & { readonly reason: string }): Promise<Request> {
  const request = await pendingRequest(parts, click);
  const note = parseReason(click.reason, 'a rejection');
  await assertMayApprove(parts, request, click.actor);
  return advance(parts, request, {
    event: 'reject',
    role: 'approver',
    actor: click.actor,
    patch: { closing: { code: 'rejected', by: click.actor, at: parts.clock.now(), note, now: null } },
    facts: { reason: note },
  });
}
