import type { AffectedDevice } from '../../changes/device-effects.ts';
import type { Json } from '../../shared/json.ts';
import { outcomeMessages } from '../messages/state-notices.ts';
import type { NewOutboxMessage, NewTask, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { FormRevision, Replacement } from '../ports/store.ts';
import { type After, type Before, type FieldsOf, move } from '../record/moves.ts';
import type { Actor, Request } from '../record/request.ts';
import { type ActorRole, nextState, type RequestEvent } from '../record/transitions.ts';

/** What goes with a step, besides the request itself. */
export interface Alongside {
  /** Null where the service acts without a person. */
  readonly actor: Actor | null;
  /** What the audit entry says besides who, when and which request. */
  readonly facts?: { readonly [key: string]: Json };
  readonly messages?: readonly NewOutboxMessage[];
  readonly tasks?: readonly NewTask[];
  readonly objectLocks?: readonly string[];
  readonly completes?: Task | null;
  readonly form?: FormRevision;
  readonly replacements?: readonly Replacement[];
  readonly affected?: readonly AffectedDevice[];
}

/** A step of this event: exactly the fields that the state after it needs, and what goes with them. */
export interface Advance<E extends RequestEvent> extends Alongside {
  readonly event: E;
  readonly fields: FieldsOf<E>;
}

/** What a step reads of every request. */
export type Facts = Pick<Request, 'id' | 'number' | 'tenantId' | 'rev' | 'state' | 'requester'>;

/**
 * Takes one step of a request's life: the table of transitions says whether this actor may take it, then state, audit
 * entry, messages and tasks land together.
 * @throws AirlockError wrong-state, not-allowed, rev-conflict, duplicate-request
 */
export async function advance<E extends RequestEvent>(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  request: Before<E> & Facts,
  step: Advance<E>,
): Promise<After<E>> {
  const { event, actor, fields, facts, messages = [], tasks = [], completes = null, ...alongside } = step;
  const now = clock.now();
  const to = nextState(request.state, event, roleOf(actor, request));
  const next = move(event, request, fields);
  const { number, tenantId } = request;
  const data = { number, rev: next.rev, from: request.state, to, digest: next.digest, ...facts };
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
function roleOf(actor: Actor | null, { requester }: Facts): ActorRole {
  if (actor === null) return 'service';
  return actor.oid === requester.oid ? 'requester' : 'approver';
}
