import { partsOf } from '../../changes/registry/kind-of.ts';
import { isApiChange } from '../../changes/supported/api-kinds.ts';
import type { Services } from '../ports/services.ts';
import type { ApplyingRequest, Request } from '../record/request.ts';
import { isInHands } from '../record/told-by-request.ts';
import { advance, newTask } from '../rules/advance.ts';
import { whoHalts } from '../rules/four-eyes.ts';
import { type ActionRule, loadFor, type RequestAction } from '../rules/load.ts';
import { rightsNote, whoStops } from '../rules/people/remembered-approver.ts';

const HALT: ActionRule<'applying'> = {
  state: ['applying'],
  by: 'anybody',
  isDone: (request) => isItemwise(request) && request.halted !== undefined,
};

/** Whether a supported API is writing it, one item after the other. */
export function isItemwise(request: Request): request is ApplyingRequest {
  return request.state === 'applying' && !isInHands(request) && partsOf(request.change).some(isApiChange);
}

/**
 * Stops what is being written item by item: no further item is sent. What was sent stays, and is read. Whoever may ask
 * for changes or approve them may do that, alone: it writes nothing.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, digest-mismatch, directory-unavailable
 */
export async function haltWriting(services: Services, action: RequestAction): Promise<Request> {
  const { request, isDone } = await loadFor(services, action, HALT);
  if (isDone) return request;
  const { actor, evidence, rightsAt } = await whoStops(services, action.actor.oid, () =>
    whoHalts(services, action.actor),
  );
  const { id, rev } = request;
  const task = { key: `${id}:items:${rev}`, requestId: id, correlation: action.correlation };
  return advance(services, request, {
    event: 'halt',
    actor,
    evidence,
    fields: { halted: { by: actor, at: services.clock.now() } },
    facts: { door: action.door, ...(rightsAt !== null && { rightsAt, reason: rightsNote(rightsAt) }) },
    tasks: [newTask(services, 'items', task)],
  });
}
