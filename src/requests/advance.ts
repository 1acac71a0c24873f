import type { AffectedDevice } from '../changes/device-group/move-preview.ts';
import type { Json } from '../changes/json.ts';
import type { NewPost } from '../store/post.ts';
import type { FormStep, TurnedPost } from '../store/store.ts';
import type { NewTask, Task } from '../store/task.ts';
import { outcomePosts } from './outcome-posts.ts';
import type { Parts } from './parts.ts';
import type { Actor, Request } from './request.ts';
import { type ActorRole, nextState, type RequestEvent } from './transitions.ts';

export interface Advance {
  readonly event: RequestEvent;
  readonly role: ActorRole;
  /** Null where the service acts by itself. */
  readonly actor: Actor | null;
  /** What changes besides state and rev. A deadline that is not named here ends. */
  readonly patch?: Partial<Request>;
  /** What the audit entry says besides who, when and which request. */
  readonly facts?: { readonly [key: string]: Json };
  readonly posts?: readonly NewPost[];
  readonly tasks?: readonly NewTask[];
  readonly holds?: readonly string[];
  readonly completes?: Task | null;
  readonly form?: FormStep;
  readonly turns?: readonly TurnedPost[];
  readonly affected?: readonly AffectedDevice[];
}

/**
 * Takes one step of a request's life: the edge is looked up, then state, audit entry, messages and tasks land together.
 * @throws AirlockError wrong-state, not-allowed, rev-conflict, duplicate-request
 */
export async function advance(parts: Parts, request: Request, step: Advance): Promise<Request> {
  const now = parts.clock.now();
  const state = nextState(request.state, step.event, step.role);
  const next: Request = { ...request, deadline: null, waiting: null, ...step.patch, state, rev: request.rev + 1 };
  const data = {
    number: request.number,
    rev: next.rev,
    from: request.state,
    to: state,
    digest: next.digest,
    ...step.facts,
  };
  return parts.store.commit({
    request: next,
    expectedRev: request.rev,
    audit: [
      {
        tenantId: request.tenantId,
        at: now,
        event: `request.${step.event}`,
        actor: step.actor?.oid ?? 'service',
        requestId: request.id,
        data,
      },
    ],
    posts: [...(step.posts ?? []), ...outcomePosts(next, now)],
    tasks: step.tasks ?? [],
    ...(step.holds && { holds: step.holds }),
    ...(step.form && { form: step.form }),
    ...(step.turns && { turns: step.turns }),
    ...(step.affected && { affected: step.affected }),
    completes: step.completes ?? null,
  });
}
