import { isAirlockError } from '../errors.ts';
import { advance } from './advance.ts';
import { closeWithDraft } from './close-with-draft.ts';
import type { Parts } from './parts.ts';
import type { Closing, Request } from './request.ts';

/**
 * Ends a request whose deadline has come: a draft is discarded and its form closed, a pending or approved one expires. Any other is returned as it is,
 * and so is the current one when somebody else was faster: expiry and approval at one moment have exactly one winner.
 */
export async function lapseRequest(parts: Parts, request: Request): Promise<Request> {
  const now = parts.clock.now();
  if (request.deadline === null || request.deadline > now) return request;
  const closing: Closing = { code: codeOf(request), by: null, at: now, note: noteOf(request), now: null };
  const isDraft = request.state === 'draft';
  try {
    return await advance(parts, request, {
      event: isDraft ? 'discard' : 'expire',
      role: 'service',
      actor: null,
      patch: { closing },
      ...(isDraft && (await closeWithDraft(parts, request))),
    });
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    return (await parts.store.request(request.tenantId, request.id)) ?? request;
  }
}

function codeOf(request: Request): Closing['code'] {
  if (request.state === 'draft') return 'discarded';
  return request.state === 'approved' ? 'expired-unapplied' : 'expired-undecided';
}

function noteOf(request: Request): string {
  if (request.state === 'draft') return 'Nobody submitted this draft in time.';
  if (request.handover) {
    return `Nobody confirmed in time that it was applied by hand. ${request.waiting?.note ?? ''} Airlock itself changed nothing: look in the Defender portal whether somebody did, before anybody asks again.`.replace(
      / {2,}/g,
      ' ',
    );
  }
  if (request.state === 'approved') {
    return `It was approved, but could not be applied in time. ${request.waiting?.note ?? ''} Nothing was changed; ask again if it is still wanted.`.replace(
      / {2,}/g,
      ' ',
    );
  }
  return 'Nobody decided in time. Nothing was changed; ask again if it is still wanted.';
}
