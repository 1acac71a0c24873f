import { homeOf } from './home-of.ts';
import type { Request } from './request.ts';

/** One sentence that says where a request stands, for somebody whose click came too late. */
export function stateSentence(request: Request): string {
  const by = request.closing?.by?.name ?? null;
  const approvers = request.approvals.map((approval) => approval.by.name).join(', ');
  switch (request.state) {
    case 'draft':
      return `${request.requester.name} has not submitted this request yet.`;
    case 'pending':
      return 'This request waits for a decision.';
    case 'approved':
      return request.handover
        ? `Already approved by ${approvers}. It waits to be applied by hand; the steps are on its card.`
        : `Already approved by ${approvers}. It is being checked once more before anything is applied.`;
    case 'applying':
      return request.handover
        ? `${request.handover.attested?.by.name ?? 'Somebody'} has said that this is applied. What can be read of it is being checked.`
        : `Already approved by ${approvers}. It is being applied.`;
    case 'applied':
      if (request.outcome?.code === 'verified') return `Already applied and verified, approved by ${approvers}.`;
      if (request.outcome?.code === 'attested')
        return `Already applied, as ${request.handover?.attested?.by.name ?? 'somebody'} attests; approved by ${approvers}.`;
      return `Already applied, approved by ${approvers}.`;
    case 'rejected':
      return `Already rejected by ${by ?? 'an approver'}.`;
    case 'withdrawn':
      return `${by ?? request.requester.name} has withdrawn this request.`;
    case 'discarded':
      return 'This draft was discarded.';
    case 'expired':
      return 'This request has expired. Ask again if it is still wanted.';
    case 'stale':
      return 'This request no longer fits the tenant, so it cannot be decided. Ask again.';
    case 'failed':
      return 'This request was approved, but applying it failed.';
    case 'unknown':
      return `This request was approved; whether ${homeOf(request.change)} took the change is being checked.`;
  }
}
