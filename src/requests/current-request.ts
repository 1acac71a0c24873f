import { kindOf } from '../changes/kind-of.ts';
import { AirlockError } from '../errors.ts';
import { digestOf } from './digest.ts';
import { lapseRequest } from './lapse-request.ts';
import type { Parts } from './parts.ts';
import { policyVersion } from './policy.ts';
import type { Actor, Request } from './request.ts';
import { stateSentence } from './state-sentence.ts';

/** A click on a card, or a typed command (rev null: the request as it is). */
export interface Click {
  readonly requestId: string;
  readonly rev: number | null;
  readonly actor: Actor;
  readonly correlation: string;
}

/** @throws AirlockError not-found */
export async function loadRequest(parts: Parts, requestId: string): Promise<Request> {
  const request = await parts.store.request(parts.tenantId, requestId);
  if (!request) throw new AirlockError('not-found', 'There is no such request here.');
  return request;
}

/**
 * The request a decision is about, if it can still be decided: a lapsed one is expired on the spot.
 * @throws AirlockError not-found, wrong-state (with the sentence that says what became of it), rev-conflict
 */
export async function pendingRequest(parts: Parts, click: Click): Promise<Request> {
  const request = await lapseRequest(parts, await loadRequest(parts, click.requestId));
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
 * Whether what would be applied is, byte for byte, what was submitted under the policy in force (design.md rule 1).
 * @returns null, or the code and sentence of what differs.
 */
export function digestFault(
  parts: Parts,
  request: Request,
): { code: 'policy-changed' | 'digest-mismatch'; why: string } | null {
  const inForce = policyVersion(parts.policy);
  if (request.policyVersion !== inForce) {
    return {
      code: 'policy-changed',
      why: 'The approval policy was changed after this was asked for. Ask again under the new policy.',
    };
  }
  const digest = digestOf({
    tenantId: parts.tenantId,
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
