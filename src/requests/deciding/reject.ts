import { AirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { closeRequest } from '../rules/end-request.ts';
import { assertMayReject } from '../rules/four-eyes.ts';
import { type ActionRule, loadFor, loadRequest, type RequestAction, tryAgain } from '../rules/load.ts';
import { evidenceOf } from '../rules/people/known-person.ts';
import { rightsNote, whoStops } from '../rules/people/remembered-approver.ts';
import { actorOf } from '../rules/people/rights.ts';
import { haltWriting, isItemwise } from './halt.ts';
import { parseReason } from './submit.ts';

const REJECT: ActionRule<'pending' | 'approved'> = {
  state: ['pending', 'approved'],
  by: 'anybody',
  isDone: ({ state, closing }, actor) => state === 'rejected' && closing.by?.oid === actor.oid,
};

export interface RejectAction extends RequestAction {
  /** Needed to reject; may be empty to stop what is approved, which is urgent. */
  readonly reason: string;
}

/**
 * Rejects a request that waits for a decision, or stops one that is approved, until its write has begun. Of what is
 * written item by item, no further item is sent afterwards. Where the directory is silent, an approver stops by its
 * last answer. One rejection ends it. A repeated one by the same person changes nothing and is no error.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, card-outdated, digest-mismatch,
 * input-invalid, directory-unavailable
 */
export function rejectRequest(services: Services, action: RejectAction): Promise<Request> {
  return tryAgain(action, (tried) => reject(services, tried));
}

async function reject(services: Services, action: RejectAction): Promise<Request> {
  const loaded = action.loaded ?? (await loadRequest(services, action.requestId));
  if (isItemwise(loaded)) return haltWriting(services, { ...action, loaded });
  const { request, isDone } = await loadFor(services, { ...action, loaded }, REJECT);
  if (isDone) return request;
  const { door, reason } = action;
  const stops = request.state === 'approved';
  const isBare = reason.trim() === '';
  if (!stops && isBare && door === 'typed')
    throw new AirlockError(
      'input-invalid',
      t`#${request.number} is not approved yet, so this would reject it: say why.`,
    );
  const why = stops && isBare ? '' : parseReason(reason, t`a rejection`);
  const ask = async () => {
    const standing = await assertMayReject(services, request, action.actor);
    return { actor: actorOf(standing.person), evidence: evidenceOf(standing, services.policy.people) };
  };
  const asked = stops ? await whoStops(services, action.actor.oid, ask) : { ...(await ask()), rightsAt: null };
  const { actor, evidence, rightsAt } = asked;
  const note = [why, rightsNote(rightsAt)].filter(Boolean).join(' ');
  const code = stops ? 'stopped' : 'rejected';
  return closeRequest(services, request, {
    event: 'reject',
    actor,
    evidence,
    code,
    ...(note !== '' && { note }),
    facts: { door, reason: note, ...(rightsAt !== null && { rightsAt }) },
  });
}
