import type { Base } from '../../changes/base.ts';
import type { AffectedDevice } from '../../changes/device-effects.ts';
import { canonical, type Json } from '../../shared/json.ts';
import { outcomeMessages } from '../messages/outcome.ts';
import { systemName } from '../messages/state-words.ts';
import type { NewOutboxMessage, NewTask, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { FormStep, Replacement } from '../ports/store.ts';
import type { Actor, ClosingCode, Request } from '../record/request.ts';
import { type ActorRole, nextState, type RequestEvent } from '../record/transitions.ts';

export interface Advance {
  readonly event: RequestEvent;
  readonly role: ActorRole;
  /** Null where the service acts by itself. */
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
 * Takes one step of a request's life: the edge is looked up, then state, audit entry, messages and tasks land together.
 * @throws AirlockError wrong-state, not-allowed, rev-conflict, duplicate-request
 */
export async function advance(services: Services, request: Request, step: Advance): Promise<Request> {
  const now = services.clock.now();
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
  return services.store.commit({
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
    messages: [...(step.messages ?? []), ...outcomeMessages(next, now)],
    tasks: step.tasks ?? [],
    ...(step.objectLocks && { objectLocks: step.objectLocks }),
    ...(step.form && { form: step.form }),
    ...(step.replacements && { replacements: step.replacements }),
    ...(step.affected && { affected: step.affected }),
    completes: step.completes ?? null,
  });
}

/** Why a request found on another base cannot go on, and the base as it is now: the middle column of the three-way card. */
export function driftCause(
  { change, base }: Pick<Request, 'change' | 'base'>,
  now: Base,
): { code: 'drift'; why: string; now: Base } {
  const isUntouched = canonical(base.objects) === canonical(now.objects);
  return { code: 'drift', why: isUntouched ? OTHER_DEVICES : `${systemName(change)} ${OTHER_OBJECTS}`, now };
}

const OTHER_OBJECTS =
  'was changed after this was asked for, so what was approved no longer fits. Nothing was changed. Look at the three columns and ask again if it is still wanted.';

const OTHER_DEVICES =
  'The devices that would move are no longer the ones that were shown, or what follows for them is another, so what was approved no longer fits. Nothing was changed. Ask again to see what would follow now, if it is still wanted.';

export interface StaleCause {
  readonly code: ClosingCode;
  /** A sentence on what was found and what to do. */
  readonly why: string;
  /** The base as it is now, where drift was found. */
  readonly now?: Base;
}

/** Ends a request that no longer is what was asked for: it becomes stale, certainly with nothing written. */
export function markStale(
  services: Services,
  request: Request,
  cause: StaleCause,
  completes: Task | null = null,
): Promise<Request> {
  return advance(services, request, {
    event: 'void',
    role: 'service',
    actor: null,
    patch: {
      closing: { code: cause.code, by: null, at: services.clock.now(), note: cause.why, now: cause.now ?? null },
    },
    facts: { cause: cause.code, now: cause.now ? { objects: cause.now.objects, preview: cause.now.preview } : null },
    completes,
  });
}
