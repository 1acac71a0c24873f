import { isAirlockError } from '../../shared/errors.ts';
import type { Services } from '../ports/services.ts';
import type { ClosingCode, Request } from '../record/request.ts';
import { closeRequest } from './end-request.ts';
import { restoreDraft } from './form-steps.ts';

/**
 * Ends a request whose deadline has come: a draft is discarded and its form closed; a pending or approved request
 * expires. Any other is returned as it is. Where somebody else was faster, the request is returned as they left it:
 * expiry and approval at one moment have exactly one winner.
 */
export async function expireIfOverdue(services: Services, request: Request): Promise<Request> {
  if (request.deadline === null || request.deadline > services.clock.now()) return request;
  const isDraft = request.state === 'draft';
  try {
    return await closeRequest(services, request, {
      event: isDraft ? 'discard' : 'expire',
      actor: null,
      code: codeOf(request),
      ...(isDraft && (await restoreDraft(services, request))),
    });
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    return (await services.store.request(request.tenantId, request.id)) ?? request;
  }
}

function codeOf({ state }: Request): ClosingCode {
  if (state === 'draft') return 'discarded';
  return state === 'approved' ? 'expired-unapplied' : 'expired-undecided';
}
