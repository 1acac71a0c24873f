import { AirlockError } from '../../shared/errors.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { advance, markStale } from '../rules/advance.ts';
import { assertMayApprove, requesterFault } from '../rules/eligibility.ts';
import { digestFault, loadRequest, pendingRequest, type RequestAction } from '../rules/load.ts';
import { assertAnothersSession } from '../rules/session-owner.ts';

/**
 * A second admin approves exactly what the card showed. With the quorum met the request is approved and applying it is due;
 * below it the approval is counted. A second delivery of the same person's approval changes nothing and is no error.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, digest-mismatch, directory-unavailable
 */
export async function approveRequest(services: Services, click: RequestAction): Promise<Request> {
  const known = await loadRequest(services, click.requestId);
  if (known.state !== 'draft' && known.approvals.some((approval) => approval.by.oid === click.actor.oid)) return known;
  const request = await pendingRequest(services, click);
  await assertAnothersSession(services, request, await assertMayApprove(services, request, click.actor));
  const fault = digestFault(services, request) ?? (await requesterFault(services, request));
  if (fault) {
    await markStale(services, request, fault);
    throw new AirlockError('digest-mismatch', fault.why);
  }
  const now = services.clock.now();
  const approvals = [...request.approvals, { by: click.actor, at: now }];
  if (approvals.length < services.policy.quorum) {
    return advance(services, request, {
      event: 'endorse',
      role: 'approver',
      actor: click.actor,
      patch: { approvals, deadline: request.deadline },
      facts: { approvals: approvals.length, quorum: services.policy.quorum },
    });
  }
  return advance(services, request, {
    event: 'approve',
    role: 'approver',
    actor: click.actor,
    patch: { approvals, deadline: now + services.policy.executionWindow },
    facts: { approvals: approvals.length, quorum: services.policy.quorum },
    tasks: [
      {
        key: `${request.id}:apply`,
        kind: 'apply',
        tenantId: services.tenantId,
        requestId: request.id,
        payload: null,
        dueAt: now,
        correlation: click.correlation,
      },
    ],
  });
}
