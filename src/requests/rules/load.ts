import { kindOf } from '../../changes/kind-of.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { stateSentence } from '../messages/state-words.ts';
import type { Services } from '../ports/services.ts';
import { digestOf, policyVersion } from '../record/digest.ts';
import type { Actor, Closing, Request } from '../record/request.ts';
import { advance } from './advance.ts';
import { restoreDraft } from './form-steps.ts';

/**
 * Ends a request whose deadline has come: a draft is discarded and its form closed, a pending or approved one expires. Any other is returned as it is,
 * and so is the current one when somebody else was faster: expiry and approval at one moment have exactly one winner.
 */
export async function expireIfOverdue(services: Services, request: Request): Promise<Request> {
  const now = services.clock.now();
  if (request.deadline === null || request.deadline > now) return request;
  const closing: Closing = { code: codeOf(request), by: null, at: now, note: noteOf(request), now: null };
  const isDraft = request.state === 'draft';
  try {
    return await advance(services, request, {
      event: isDraft ? 'discard' : 'expire',
      role: 'service',
      actor: null,
      patch: { closing },
      ...(isDraft && (await restoreDraft(services, request))),
    });
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    return (await services.store.request(request.tenantId, request.id)) ?? request;
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

/** A click on a card, or a typed command (rev null: the request as it is). */
export interface RequestAction {
  readonly requestId: string;
  readonly rev: number | null;
  readonly actor: Actor;
  readonly correlation: string;
}

/** @throws AirlockError not-found */
export async function loadRequest(services: Services, requestId: string): Promise<Request> {
  const request = await services.store.request(services.tenantId, requestId);
  if (!request) throw new AirlockError('not-found', 'There is no such request here.');
  return request;
}

/**
 * The request a decision is about, if it can still be decided: a lapsed one is expired on the spot.
 * @throws AirlockError not-found, wrong-state (with the sentence that says what became of it), rev-conflict
 */
export async function pendingRequest(services: Services, click: RequestAction): Promise<Request> {
  const request = await expireIfOverdue(services, await loadRequest(services, click.requestId));
  if (request.state !== 'pending') throw new AirlockError('wrong-state', stateSentence(request));
  if (click.rev !== null && click.rev !== request.rev) {
    throw new AirlockError(
      'rev-conflict',
      'Your card was out of date, so nothing was decided. This is the request as it is now.',
    );
  }
  return request;
}

/**
 * Whether what would be applied is, byte for byte, what was submitted under the policy in force
 * (docs/architecture.md#approve-a-digest).
 * @returns null, or the code and sentence of what differs.
 */
export function digestFault(
  services: Services,
  request: Request,
): { code: 'policy-changed' | 'digest-mismatch'; why: string } | null {
  const inForce = policyVersion(services.policy);
  if (request.policyVersion !== inForce) {
    return {
      code: 'policy-changed',
      why: 'The approval policy was changed after this was asked for. Ask again under the new policy.',
    };
  }
  const digest = digestOf({
    tenantId: services.tenantId,
    change: request.change,
    base: request.base,
    policyVersion: inForce,
  });
  if (digest === request.digest) return null;
  return {
    code: 'digest-mismatch',
    why: `What is stored for "${kindOf(request.change).title(request.change)}" is not what was asked for. Nothing was changed. Tell whoever operates Airlock.`,
  };
}
