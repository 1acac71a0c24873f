import assert from 'node:assert/strict';
import type { AuditFacts } from '../../../src/requests/ports/audit-entry.ts';
import type { Services } from '../../../src/requests/ports/services.ts';
import type { RequestStep } from '../../../src/requests/ports/store.ts';
import type { Request } from '../../../src/requests/record/request.ts';
import type { Json } from '../../../src/shared/json.ts';
import { BUILT_AT, rebuilt } from '../samples/build-request.ts';

/**
 * Files an approved request with the steps that led to it, each with its entry, so that it is as recorded.
 * @param more what goes with the last step
 * @returns the request at rev 3
 */
export async function fileApproved(
  { store }: Pick<Services, 'store'>,
  request: Request,
  more: Partial<RequestStep> = {},
): Promise<Request> {
  const [approval] = request.approvals;
  assert(request.state === 'approved' && approval);
  const { oid } = request.requester;
  const said = (event: string, actor: string, data: { readonly [key: string]: Json } = {}): AuditFacts => {
    const digest = event === 'drafted' ? null : request.digest;
    const { tenantId, id: requestId } = request;
    return { tenantId, at: BUILT_AT, event: `request.${event}`, actor, requestId, data: { digest, ...data } };
  };
  const nothing = { messages: [], tasks: [] };
  const draft = rebuilt(request, { state: 'draft', rev: 1 });
  const drafted = await store.commit({ request: draft, expectedRev: null, audit: [said('drafted', oid)], ...nothing });
  const { number } = drafted;
  const { digest, submittedAt, policyVersion } = request;
  const pending = rebuilt(request, { state: 'pending', rev: 2, number, digest, submittedAt, policyVersion });
  const submit = said('submit', oid, { from: 'draft', to: 'pending' });
  await store.commit({ request: pending, expectedRev: 1, audit: [submit], ...nothing });
  const approve = said('approve', approval.by.oid, { from: 'pending', to: 'approved', quorum: 1 });
  const approved = rebuilt(request, { rev: 3, number });
  return store.commit({ request: approved, expectedRev: 2, audit: [approve], ...nothing, ...more });
}
