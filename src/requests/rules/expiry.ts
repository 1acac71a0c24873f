import { isAirlockError } from '../../shared/errors.ts';
import type { Services } from '../ports/services.ts';
import type { ApprovedRequest, DraftRequest, PendingRequest, Request } from '../record/request.ts';
import { closeRequest } from './end-request.ts';
import { restoreDraft } from './form-steps.ts';
import { watchAfter } from './watching.ts';

/**
 * Ends a request whose deadline has come: a draft is discarded and its form closed; a pending or approved request
 * expires. Of one whose steps were handed over, Airlock goes on looking whether somebody followed them. Any other is
 * returned as it is. Where somebody else was faster, the request is returned as they left it:
 * when expiry and approval race, exactly one wins.
 */
export async function expireIfOverdue(services: Services, request: Request): Promise<Request> {
  if (request.deadline === null || request.deadline > services.clock.now()) return request;
  try {
    return await (request.state === 'draft' ? discardDraft(services, request) : expire(services, request));
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    return (await services.store.request(request.tenantId, request.id)) ?? request;
  }
}

async function discardDraft(services: Services, draft: DraftRequest): Promise<Request> {
  const restored = await restoreDraft(services, draft);
  return closeRequest(services, draft, { event: 'discard', actor: null, code: 'discarded', ...restored });
}

function expire(services: Services, request: PendingRequest | ApprovedRequest): Promise<Request> {
  const code = request.state === 'approved' ? 'expired-unapplied' : 'expired-undecided';
  const watch = request.handover ? watchAfter(services, request, request.id) : null;
  return closeRequest(services, request, { event: 'expire', actor: null, code, watch });
}
