import type { Base } from '../../changes/base.ts';
import type { Json } from '../../shared/json.ts';
import { closingNote, outcomeNote } from '../messages/state-catalogue/status-of.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Actor, ClosingCode, Outcome, Request } from '../record/request.ts';
import { type Advance, advance } from './advance.ts';

/** How a request ends that Airlock or a person tried to apply, or that was in place already. */
export interface Finish extends Omit<Outcome, 'at' | 'note'> {
  readonly event: 'record-outcome' | 'already-in-place' | 'fail' | 'reconcile-applied' | 'reconcile-failed';
  /** Absent where the state catalogue has all the words for it. */
  readonly note?: string;
  /** Who says that it is applied, where a person applied it by hand. */
  readonly attestedBy?: Actor;
}

/** Ends a request with what became of applying it, and completes the task that found out. */
export async function finish(
  services: Pick<Services, 'store' | 'clock'>,
  request: Request,
  { event, attestedBy, note, ...end }: Finish,
  completes: Task,
): Promise<void> {
  const outcome = { at: services.clock.now(), ...end, note: note ?? outcomeNote(request, end) };
  const facts: Record<string, Json> = { outcome };
  if (attestedBy) facts.attestedBy = { oid: attestedBy.oid, name: attestedBy.name };
  await advance(services, request, { event, actor: null, patch: { outcome }, facts, completes });
}

/** How a request ends without being applied. */
export interface Close extends Omit<Advance, 'event' | 'patch'> {
  readonly event: 'discard' | 'reject' | 'withdraw' | 'expire' | 'stale';
  readonly code: ClosingCode;
  /** A rejecter's reason, or a sentence on what was found; absent where the state catalogue has all the words for it. */
  readonly note?: string;
  /** The base as it is now, where drift was found. */
  readonly now?: Base;
}

/** Ends a request that is not applied: nothing was written. */
export function closeRequest(
  services: Pick<Services, 'store' | 'clock'>,
  request: Request,
  { code, note, now, ...step }: Close,
): Promise<Request> {
  const end = { code, by: step.actor, now: now ?? null };
  const closing = { ...end, at: services.clock.now(), note: note ?? closingNote(request, end) };
  return advance(services, request, { ...step, patch: { closing } });
}

/** Why a request no longer is what was asked for. */
export interface StaleCause {
  readonly code: ClosingCode;
  /** A sentence on what was found and what to do. */
  readonly why: string;
  /** The base as it is now, where drift was found. */
  readonly now?: Base;
}

/** Ends a request that no longer is what was asked for: it becomes stale, certainly with nothing written. */
export function markStale(
  services: Pick<Services, 'store' | 'clock'>,
  request: Request,
  { code, why, now }: StaleCause,
  completes: Task | null = null,
): Promise<Request> {
  return closeRequest(services, request, {
    event: 'stale',
    actor: null,
    code,
    note: why,
    ...(now && { now }),
    facts: { cause: code, now: now ? { objects: now.objects, preview: now.preview } : null },
    completes,
  });
}

/**
 * Why a request made on another base cannot go on, and the base as it is now: the middle column of the three-way card.
 */
export function driftCause(request: Request, now: Base): { code: 'drift'; why: string; now: Base } {
  return { code: 'drift', why: closingNote(request, { code: 'drift', by: null, now }), now };
}
