import type { AffectedDevice } from '../../changes/device-effects.ts';
import type { Json } from '../../shared/json.ts';
import { outcomeMessages } from '../messages/outcome.ts';
import type { NewOutboxMessage, NewTask, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { FormStep, Replacement } from '../ports/store.ts';
import type { Actor, Request } from '../record/request.ts';
import { type ActorRole, nextState, type RequestEvent } from '../record/transitions.ts';

export interface Advance {
  readonly event: RequestEvent;
  /** Null where the service acts without a person. */
  readonly actor: Actor | null;
  /** What changes besides state and rev. A deadline that is not named here ends. */
  readonly patch?: Partial<Request>;
  /** What the audit entry says besides who, when and which request. */
  readonly facts?: { readonly [key: string]: Json };
  readonly messages?: readonly NewOutboxMessage[];
  readonly tasks?: readonly NewTask[];
  readonly objectLocks?: readonly string[];
  readonly completes?: Task | null;
  readonly form?: FormStep;
  readonly replacements?: readonly Replacement[];
  readonly affected?: readonly AffectedDevice[];
}

/**
 * Takes one step of a request's life: the table of transitions says whether this actor may take it, then state, audit
 * entry, messages and tasks land together.
 * @throws AirlockError wrong-state, not-allowed, rev-conflict, duplicate-request
 */
export async function advance(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  request: Request,
  step: Advance,
): Promise<Request> {
  const { event, actor, patch, facts, messages = [], tasks = [], completes = null, ...alongside } = step;
  const now = clock.now();
  const state = nextState(request.state, event, roleOf(actor, request));
  const next: Request = { ...request, deadline: null, waiting: null, ...patch, state, rev: request.rev + 1 };
  const { number, tenantId } = request;
  const data = { number, rev: next.rev, from: request.state, to: state, digest: next.digest, ...facts };
  const by = actor?.oid ?? 'service';
  return store.commit({
    ...alongside,
    request: next,
    expectedRev: request.rev,
    audit: [{ tenantId, at: now, event: `request.${event}`, actor: by, requestId: request.id, data }],
    messages: [...messages, ...outcomeMessages(next, now)],
    tasks,
    completes,
  });
}

/** What the actor is to the request. Whether an approver holds the role is the directory's to say. */
function roleOf(actor: Actor | null, { requester }: Request): ActorRole {
  if (actor === null) return 'service';
  return actor.oid === requester.oid ? 'requester' : 'approver';
}
