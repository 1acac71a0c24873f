import { AirlockError } from '../../shared/errors.ts';
import type { Parts } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { advance, voidRequest } from '../rules/advance.ts';
import { assertMayApprove, requesterFault } from '../rules/eligibility.ts';
import { type Click, digestFault, loadRequest, pendingRequest } from '../rules/load.ts';
import { assertAnothersSession } from '../rules/session-owner.ts';

/**
 * A second admin approves exactly what the card showed. With the quorum met the request is approved and applying it is due;
 * below it the approval is counted. A second delivery of the same person's approval changes nothing and is no error.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, digest-mismatch, directory-unavailable
 */
export async function approveRequest(parts: Parts, click: Click): Promise<Request> {
  const known = await loadRequest(parts, click.requestId);
  if (known.state !== 'draft' && known.approvals.some((approval) => approval.by.oid === click.actor.oid)) return known;
  const request = await pendingRequest(parts, click);
  await assertAnothersSession(parts, request, await assertMayApprove(parts, request, click.actor));
  const fault = digestFault(parts, request) ?? (await requesterFault(parts, request));
  if (fault) {
    await voidRequest(parts, request, fault);
    throw new AirlockError('digest-mismatch', fault.why);
  }
  const now = parts.clock.now();
  const approvals = [...request.approvals, { by: click.actor, at: now }];
  if (approvals.length < parts.policy.quorum) {
    return advance(parts, request, {
      event: 'endorse',
      role: 'approver',
      actor: click.actor,
      patch: { approvals, deadline: request.deadline },
      facts: { approvals: approvals.length, quorum: parts.policy.quorum },
    });
  }
  return advance(parts, request, {
    event: 'approve',
    role: 'approver',
    actor: click.actor,
    patch: { approvals, deadline: now + parts.policy.executionWindow },
    facts: { approvals: approvals.length, quorum: parts.policy.quorum },
    tasks: [
      {
        key: `${request.id}:apply`,
        kind: 'apply',
        tenantId: parts.tenantId,
        requestId: request.id,
        payload: null,
        dueAt: now,
        correlation: click.correlation,
      },
    ],
  });
}
