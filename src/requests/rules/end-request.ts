import type { Base } from '../../changes/base.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import { inEnglish, t } from '../../shared/language/worded.ts';
import { type Ended, learned } from '../knowing/learn.ts';
import type { NoticeData } from '../messages/answers.ts';
import { noticesTo } from '../messages/outbox-messages.ts';
import { closingNote, outcomeNote } from '../messages/state-catalogue/status-of.ts';
import { asRecorded } from '../messages/untrue-words.ts';
import type { NewOutboxMessage, NewTask, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Trail } from '../ports/trail.ts';
import { unseen } from '../ports/witness.ts';
import { fullName } from '../record/actor-names.ts';
import type {
  Actor,
  ApprovedRequest,
  ClosingCode,
  Failure,
  PendingRequest,
  Request,
  Success,
} from '../record/request.ts';
import { ordersOf } from '../record/told-by-request.ts';
import type { After, Before } from '../record/transitions.ts';
import { type Alongside, advance, type Facts, newTask } from './advance.ts';
import { replayFault } from './people/replay.ts';
import { approvalChannel, channelOf } from './setting-owner.ts';
import type { Watch } from './watching.ts';

type SuccessEvent = 'already-in-place' | 'record-outcome' | 'reconcile-applied' | 'surface';
type FailureEvent = 'fail' | 'reconcile-failed';

/** The end of a request that was applied, by Airlock or by a person. */
export interface Succeeded<E extends SuccessEvent> extends Omit<Success, 'at' | 'note' | 'watchedUntil'> {
  readonly event: E;
  /** Absent where the state catalogue has all the words for it. */
  readonly note?: string;
  /** Who reported the change as applied, where a person applied it by hand. */
  readonly attestedBy?: Actor;
  readonly messages?: readonly NewOutboxMessage[];
  /** Null or absent where nothing is looked for any more. */
  readonly watch?: Watch | null;
  /** What is to be done next, besides looking. */
  readonly tasks?: readonly NewTask[];
}

/** Ends a request that was applied, and completes the task that found out. */
export async function succeed<E extends SuccessEvent>(
  services: Pick<Services, 'store' | 'clock' | 'language'>,
  request: Before<E> & Facts & Ended & Pick<Request, 'revertOf'>,
  { event, attestedBy, note, messages = [], watch = null, tasks = [], ...rest }: Succeeded<E>,
  completes: Task,
): Promise<void> {
  const end = { at: services.clock.now(), ...rest, ...until(watch) };
  const outcome: Success = { ...end, note: note ?? inEnglish(() => outcomeNote(request, end)) };
  const orders = ordersOf({ change: request.change, outcome });
  const facts: Record<string, Json> = { outcome, ...(orders && { orders: orders.end }) };
  if (attestedBy) facts.attestedBy = attestedBy;
  const remembers = await learned(services, request, end.code, rest.items?.parts ?? rest.items?.done);
  const more = {
    messages,
    tasks: [...tasks, ...undoing(services, request, completes), ...(watch?.tasks ?? [])],
    completes,
    remembers,
  };
  await advance(services, request, { event, actor: null, fields: { outcome }, facts, ...more });
}

/** What the key of a task holds that looks whether a request undid an earlier one. */
export const UNDOES = ':undoes';

/** What was applied, or the orders of which have ended, may undo an earlier request, and settle what is owed for it. */
export function undoing(
  { clock }: Pick<Services, 'clock'>,
  { id, rev, tenantId, change, revertOf }: Facts & Pick<Request, 'change' | 'revertOf'>,
  { correlation }: Pick<Task, 'correlation'>,
  when: 'applied' | 'ended' = 'applied',
): readonly NewTask[] {
  const isOpposite = change.kind === 'response-actions' || change.kind === 'device-tags';
  if (revertOf === null && !isOpposite) return [];
  // What came to be known late is looked at once more.
  const key = `${id}${UNDOES}:${when}:${rev}`;
  return [newTask({ tenantId, clock }, 'remind', { key, requestId: id, correlation })];
}

/** The end of a request that could not be applied. */
export interface Failed<E extends FailureEvent> extends Pick<Failure, 'code' | 'items' | 'session'> {
  readonly event: E;
  /** Absent where the state catalogue has all the words for it. */
  readonly note?: string;
  /** Null or absent where nothing is looked for any more. */
  readonly watch?: Watch | null;
}

/** Ends a request that could not be applied, and completes the task that found out. */
export async function fail<E extends FailureEvent>(
  services: Pick<Services, 'store' | 'clock' | 'language'>,
  request: Before<E> & Facts,
  { event, note, watch = null, ...rest }: Failed<E>,
  completes: Task,
): Promise<void> {
  const end = { at: services.clock.now(), ...rest, ...until(watch) };
  const outcome: Failure = { ...end, note: note ?? inEnglish(() => outcomeNote(request, end)) };
  const more = { tasks: watch?.tasks ?? [], completes };
  await advance(services, request, { event, actor: null, fields: { outcome }, facts: { outcome }, ...more });
}

function until(watch: Watch | null): Pick<Failure, 'watchedUntil'> {
  return watch ? { watchedUntil: watch.watchedUntil } : {};
}

type CloseEvent = 'discard' | 'reject' | 'withdraw' | 'expire' | 'stale';

/** The end of a request without applying it. */
export interface Close<E extends CloseEvent> extends Alongside {
  readonly event: E;
  readonly code: ClosingCode;
  /**
   * A rejecter's reason, or a sentence on what was found; absent where the state catalogue has all the words for it.
   */
  readonly note?: string;
  /** The base as it is now, where drift was found. */
  readonly now?: Base;
  /** Null or absent where nothing is looked for any more. */
  readonly watch?: Watch | null;
}

/** Ends a request without applying it. Airlock wrote nothing. */
export function closeRequest<E extends CloseEvent>(
  services: Pick<Services, 'store' | 'clock' | 'language'>,
  request: Before<E> & Facts,
  { event, code, note, now, watch = null, ...alongside }: Close<E>,
): Promise<After<E>> {
  const end = { code, by: alongside.actor, now: now ?? null, ...until(watch) };
  const closing = { ...end, at: services.clock.now(), note: note ?? inEnglish(() => closingNote(request, end)) };
  const tasks = [...(alongside.tasks ?? []), ...(watch?.tasks ?? [])];
  // Nothing is made of a discarded draft, so one that somebody changed in the database ends, too.
  const endsUnrecorded = alongside.endsUnrecorded === true || event === 'discard';
  return advance(services, request, { ...alongside, endsUnrecorded, tasks, event, fields: { closing } });
}

/** Why a request no longer fits what was asked for. */
export interface StaleCause {
  readonly code: ClosingCode;
  /** A sentence on what was found and what to do. */
  readonly why: string;
  /** The base as it is now, where drift was found. */
  readonly now?: Base;
}

/** Ends a request as stale, since it no longer fits what was asked for. Airlock wrote nothing. */
export function markStale(
  services: Pick<Services, 'store' | 'clock' | 'language'>,
  request: Before<'stale'>,
  { code, why, now }: StaleCause,
  completes: Task | null = null,
  more: Pick<Alongside, 'messages' | 'endsUnrecorded'> = {},
): Promise<After<'stale'>> {
  return closeRequest(services, request, {
    event: 'stale',
    actor: null,
    code,
    note: why,
    ...(now && { now }),
    facts: {
      cause: code,
      ...(code === 'identity-changed' && { why }),
      now: now ? { objects: now.objects, preview: now.preview } : null,
    },
    ...more,
    completes,
  });
}

/**
 * Why a request made on another base cannot go on, and the base as it is now: the middle column of the three-way card.
 */
export function driftCause(request: Request, now: Base): { code: 'drift'; why: string; now: Base } {
  return { code: 'drift', why: inEnglish(() => closingNote(request, { code: 'drift', by: null, now })), now };
}

/** Why the request is looked at, for the log and for the task that is completed where it is stopped. */
export interface Occasion {
  readonly correlation: string;
  readonly task: Task | null;
}

/**
 * Stops a request whose row is not as recorded, loudly: the log, a metric, the card and the approval channel say so.
 * The card shows the request as the record has it, and which part of the row was untrue.
 * @param why what differs, for the log
 * @param swapped what was read, where that is another row than the one that is replayed
 */
export async function stopUnrecorded(
  services: Services,
  trail: Trail & { readonly request: PendingRequest | ApprovedRequest },
  { why, correlation, task, swapped = trail.request }: Occasion & { readonly why: string; readonly swapped?: Request },
): Promise<After<'stale'>> {
  const { log, meter } = services;
  const { id, number } = trail.request;
  const tell = () => {
    log.error({ requestId: id, number, why, correlation }, 'request stopped: not as recorded');
    meter.count('recordFaults', { kind: 'mismatch' });
  };
  const told = asRecorded(trail.request, trail);
  const untrue = inEnglish(() => asRecorded(swapped, trail)).why;
  const messages = await recordNotice(services, told.request, asRecorded(swapped, trail).why);
  const more = { messages, endsUnrecorded: true };
  try {
    const stopped = await markStale(services, told.request, { code: 'record-mismatch', why: untrue }, task, more);
    tell();
    return stopped;
  } catch (error) {
    // Whoever was faster has told of it.
    if (!isAirlockError(error, 'rev-conflict')) tell();
    throw error;
  }
}

/** What became of a row that is not as recorded. */
export interface Unrecorded {
  /** The request as it was stopped; null where it had ended already, by the record: then the row is left as it is. */
  readonly stopped: StoppedRequest | null;
  /** Where the record leads to; null where it does not say. */
  readonly recorded: string | null;
}

type StoppedRequest = Awaited<ReturnType<typeof stopUnrecorded>>;

/**
 * Compares a request, as this very object was read, with its last entry, before anything is decided, signed or sent on
 * its strength: go on with this object alone. Where somebody changed it in the database, be it for this one reading, it
 * is stopped, loudly. A draft is not compared here: nobody approved it, and no step of one that was changed is stored.
 * Where people follow steps, their card is what a write is elsewhere: then the whole request is replayed.
 * @param isToFollow whether somebody could follow what is shown of it
 * @returns null where it is as recorded
 * @throws AirlockError rev-conflict where somebody was faster, or it is gone by now; record-broken, store-corrupt; as
 * `unseen`
 */
export async function stopIfUnrecorded(
  services: Services,
  request: Request,
  occasion: Occasion,
  isToFollow = false,
): Promise<Unrecorded | null> {
  const { id, number, state, submittedAt, handover } = request;
  const { store, tenantId, log, meter } = services;
  if (submittedAt === null) return null;
  const { isSame, stored, state: recorded, fault } = await store.asLoaded(request);
  const isHandedOver = state === 'approved' && handover !== null;
  if (isSame && !isHandedOver) return null;
  const trail = await store.trail(tenantId, id);
  if (isSame && trail?.stored !== stored)
    throw new AirlockError('rev-conflict', 'Somebody else was faster. This is the request as it is now.');
  if (isSame && isToFollow && trail && !trail.isCurrent) throw unseen();
  if (isSame && trail && replayFault(trail) === null) return null;
  if (trail && isOpen(trail.request) && (recorded === 'pending' || recorded === 'approved')) {
    const why = 'What is stored is not what the last step had stored.';
    const open = { ...trail, request: trail.request };
    return { stopped: await stopUnrecorded(services, open, { ...occasion, why, swapped: request }), recorded };
  }
  const { correlation } = occasion;
  log.error({ requestId: id, number, state, recorded, fault, correlation }, 'request left as it is: not as recorded');
  meter.count('recordFaults', { kind: 'mismatch' });
  return { stopped: null, recorded };
}

function isOpen(request: Request): request is PendingRequest | ApprovedRequest {
  return request.state === 'pending' || request.state === 'approved';
}

/**
 * The notice to the approval channel that a request was stopped. Empty without one, and where the request was made
 * there: its own notice goes there already.
 */
export async function recordNotice(
  services: Services,
  request: Request,
  why: string,
): Promise<readonly NewOutboxMessage[]> {
  const channel = await approvalChannel(services);
  if (!channel || channel.conversation === channelOf(request.origin)) return [];
  const words = (): NoticeData => ({
    tone: 'attention',
    title: t`#${request.number} was stopped: the record says otherwise`,
    text: t`${kindOf(request.change).title(request.change)}, asked for by ${fullName(request.requester)}. ${why}`,
    suggestions: [`show ${request.number}`],
  });
  const keyOf = (place: string) => `${request.id}:record-mismatch:${place}`;
  return noticesTo(services, { tenantId: request.tenantId, places: [channel.conversation], keyOf }, words);
}
