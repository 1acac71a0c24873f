import { z } from 'zod';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { sayNote } from '../../shared/language/stored-notes.ts';
import { say, t } from '../../shared/language/worded.ts';
import { nameAmongAll, sentenceAmongOthers } from '../messages/among-others.ts';
import { NOT_AS_SEEN } from '../messages/decision-words.ts';
import { asRecorded } from '../messages/untrue-words.ts';
import type { Services } from '../ports/services.ts';
import { isUnseen } from '../ports/witness.ts';
import type { Announced } from '../record/announcement.ts';
import { cardDigest, ownDigest } from '../record/digest.ts';
import { type Actor, isIn, type Request, type RequestIn, type RequestState } from '../record/request.ts';
import { assertSameDigest, type Looked } from './approvable.ts';
import { stopIfUnrecorded, type Unrecorded } from './end-request.ts';
import { expireIfOverdue } from './expiry.ts';

/** What somebody does to a request, by a button of its card or by a typed command. */
export interface RequestAction extends Looked {
  readonly requestId: RequestId;
  /** The request where it was just read; else, and after a conflict, it is read from the store. */
  readonly loaded?: Request | null;
  readonly actor: Actor;
  readonly correlation: string;
}

/** @throws AirlockError not-found */
export async function loadRequest(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  requestId: RequestId,
): Promise<Request> {
  const request = await store.request(tenantId, requestId);
  if (!request) throw new AirlockError('not-found', t`There is no such request here.`);
  return request;
}

/**
 * The same before the service goes on with it of itself: as recorded, by what was read with it.
 * @throws AirlockError not-found; digest-mismatch where it is not
 */
export async function loadRecorded(services: Services, requestId: RequestId): Promise<Request> {
  const request = await loadRequest(services, requestId);
  const { isSame, state } = await services.store.asLoaded(request);
  if (isSame) return request;
  services.log.error({ requestId, number: request.number, recorded: state }, 'nothing is done: not as recorded');
  services.meter.count('recordFaults', { kind: 'mismatch' });
  throw new AirlockError('digest-mismatch', NOT_AS_SEEN.notRecorded(request.number, state));
}

/** Whom a request was announced to, for its card; null once it waits for nobody's decision, and before it is known. */
export async function announcedOf(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  { id, state }: Pick<Request, 'id' | 'state'>,
): Promise<Announced | null> {
  return state === 'pending' ? store.announced(tenantId, id) : null;
}

/** In which states an action is possible, and who may take it. */
export type ActionRule<S extends RequestState> = ByAnybody<S> | ByRequester<S>;

interface StateRule<S extends RequestState> {
  readonly state: readonly S[];
  /** Whether the action was taken before. Repeating it is no error and changes nothing. */
  readonly isDone?: (request: Request, actor: Actor) => boolean;
}

/** Anybody may try; the use case asks the directory. */
interface ByAnybody<S extends RequestState> extends StateRule<S> {
  readonly by: 'anybody';
}

interface ByRequester<S extends RequestState> extends StateRule<S> {
  readonly by: 'requester';
  /** The answer to anybody else. */
  readonly refusal: (requester: Pick<Actor, 'name'>) => string;
}

type Loaded<S extends RequestState> =
  | { readonly request: Request; readonly isDone: true }
  | { readonly request: RequestIn<S>; readonly isDone: false };

/**
 * Loads the request of an action, and expires it first where its deadline has passed. `isDone`: the action was taken
 * before, and nothing is left to do. Digest and state decide whether an action fits, never the rev.
 * @throws AirlockError not-found, not-allowed, wrong-state (with the sentence that says what became of it),
 * card-outdated, digest-mismatch
 */
export function loadFor<S extends RequestState>(
  services: Services,
  action: RequestAction,
  rule: ActionRule<S> & { readonly isDone?: never },
): Promise<Extract<Loaded<S>, { isDone: false }>>;
export function loadFor<S extends RequestState>(
  services: Services,
  action: RequestAction,
  rule: ActionRule<S>,
): Promise<Loaded<S>>;
export async function loadFor<S extends RequestState>(
  services: Services,
  action: RequestAction,
  rule: ActionRule<S>,
): Promise<Loaded<S>> {
  const request = await expireIfOverdue(services, action.loaded ?? (await loadRequest(services, action.requestId)));
  await assertRecorded(services, request, action);
  if (rule.by === 'requester' && action.actor.oid !== request.requester.oid) {
    const name = await nameAmongAll(services, services.tenantId, request.requester);
    throw new AirlockError('not-allowed', rule.refusal({ name }));
  }
  if (rule.isDone?.(request, action.actor)) return { request, isDone: true };
  if (!isIn(request, rule.state)) throw new AirlockError('wrong-state', await sentenceAmongOthers(services, request));
  assertSameDigest(request, action);
  return { request, isDone: false };
}

/**
 * Nothing is decided on a row that somebody changed in the database.
 * @throws AirlockError digest-mismatch
 */
async function assertRecorded(services: Services, request: Request, action: RequestAction): Promise<void> {
  const found = await stopIfUnrecorded(services, request, { correlation: action.correlation, task: null });
  if (found === null) return;
  if (!found.stopped)
    throw new AirlockError('digest-mismatch', NOT_AS_SEEN.notRecorded(request.number, found.recorded));
  const isOther = action.digest !== null && !cardDigest(request).startsWith(action.digest);
  throw new AirlockError('digest-mismatch', isOther ? say(NOT_AS_SEEN.swapped) : sayNote(found.stopped.closing.note));
}

/** How often a step is tried when others commit theirs at the same moment. */
const MOST_ATTEMPTS = 5;

/**
 * Takes a step of a request. Where another step was committed between its reading and its commit, it is tried again on
 * the request as it is by then, with all of its checks: whoever comes second is not refused for that alone.
 * @throws AirlockError rev-conflict when others were in between each time
 */
export async function tryAgain<A extends RequestAction, T>(action: A, step: (action: A) => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    try {
      return await step(attempt === 1 ? action : { ...action, loaded: null });
    } catch (error) {
      if (!isAirlockError(error, 'rev-conflict')) throw error;
    }
  }
  throw new AirlockError('rev-conflict', say(NOT_AS_SEEN.busy));
}

/** A request as its card may show it. */
export interface Shown {
  readonly request: Request;
  /** Which part of its row is untrue, a sentence; null where it is as recorded, or the request says so itself. */
  readonly untrue: string | null;
}

/**
 * Compares a request, as this very object was read, with the record before its card is drawn: what somebody swapped in
 * the database, be it for one reading, is never shown as what was asked for. One that waits for a decision or to be
 * applied is stopped, as by a press; any other is shown as the record has it. Where the record itself does not hold
 * together, no steps are shown that somebody could follow.
 * @returns what to draw, and nothing else: this request, or another one that was compared
 * @throws AirlockError not-found, store-corrupt; rev-conflict where others were in between each time
 */
export async function asShown(services: Services, request: Request, correlation: string): Promise<Shown> {
  let read = request;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await compared(services, read, correlation);
    } catch (error) {
      if (isUnseen(error)) return { request: { ...read, handover: null }, untrue: error.message };
      if (isAirlockError(error, 'record-broken'))
        return {
          request: { ...read, handover: null },
          untrue: t`The record itself does not hold together, so nothing here is proven. ${error.message}`,
        };
      if (!isAirlockError(error, 'rev-conflict') || attempt === MOST_ATTEMPTS) throw error;
      read = await loadRequest(services, request.id);
    }
  }
}

/**
 * The same for what is told of a request without its card.
 * @throws AirlockError digest-mismatch where it is not as recorded; as `asShown`
 */
export async function asTold(services: Services, request: Request, correlation: string): Promise<Request> {
  const { request: told, untrue } = await asShown(services, request, correlation);
  if (untrue === null) return told;
  throw new AirlockError('digest-mismatch', untrue);
}

/** What a request is compared by, and who is told where it is not as recorded. */
export type Comparing = Pick<Services, 'store' | 'log' | 'meter'>;

/**
 * A request that decides something besides itself; null where it is not as recorded, as this very object was read. Log
 * and metric say so.
 */
export async function ifRecorded({ store, log, meter }: Comparing, request: Request | null): Promise<Request | null> {
  if (request === null) return null;
  const { isSame, state } = await store.asLoaded(request);
  if (isSame) return request;
  log.error({ requestId: request.id, number: request.number, recorded: state }, 'request left out: not as recorded');
  meter.count('recordFaults', { kind: 'mismatch' });
  return null;
}

async function compared(services: Services, request: Request, correlation: string): Promise<Shown> {
  const { store, tenantId } = services;
  const isStopped = await unrecorded(services, request, correlation);
  if (isStopped === null) return { request, untrue: otherDigest(services, request, correlation) };
  if (isStopped.stopped) return { request: isStopped.stopped, untrue: null };
  const trail = await store.trail(tenantId, request.id);
  if (!trail) throw new AirlockError('not-found', t`There is no such request here.`);
  const told = asRecorded(trail.request, trail);
  const untrue = asRecorded(request, trail).why;
  return { request: trail.fault === null ? told.request : { ...told.request, handover: null }, untrue };
}

/** The digest that is stored is never taken for that of what is shown: the card of an open request carries its own. */
function otherDigest({ log, meter }: Services, request: Request, correlation: string): string | null {
  if (!isIn(request, ['pending', 'approved']) || ownDigest(request) === request.digest) return null;
  const { id: requestId, number } = request;
  log.error({ requestId, number, correlation }, 'request shown without buttons: its digest is another one');
  meter.count('recordFaults', { kind: 'mismatch' });
  return t`What is shown here has another digest than #${number} was submitted with, so it cannot be approved. Tell whoever operates Airlock.`;
}

/** A draft that was changed is never stopped: nobody approved it, and no step of it is stored. */
async function unrecorded(
  services: Services,
  request: Request,
  correlation: string,
): Promise<Pick<Unrecorded, 'stopped'> | null> {
  const { store, log, meter } = services;
  const { id, number, submittedAt } = request;
  if (submittedAt !== null) return stopIfUnrecorded(services, request, { correlation, task: null }, true);
  if ((await store.asLoaded(request)).isSame) return null;
  log.error({ requestId: id, number, correlation }, 'draft not drawn as stored: not as recorded');
  meter.count('recordFaults', { kind: 'mismatch' });
  return { stopped: null };
}

/**
 * Whether the row of a request that ended is another one than its last entry tells of, or nothing tells, before
 * something of it is said without its card. Log and metric say so.
 * @throws AirlockError store-corrupt
 */
export async function isSwapped(services: Services, request: Request, correlation: string): Promise<boolean> {
  try {
    return (await unrecorded(services, request, correlation)) !== null;
  } catch (error) {
    if (!isAirlockError(error, 'record-broken', 'rev-conflict')) throw error;
    return true;
  }
}

/** The entry by which an operator says that the database was restored, as far as it tells of numbers. */
const restoredSchema = z.looseObject({ numbers: z.looseObject({ to: z.int() }) });

/**
 * Why no request has this number where a restore gave it up: a sentence; null where none did. Numbers run without gaps,
 * so that what is missing up to the last that was given up was given up by that restore, or by one before it.
 */
export async function givenUpWords({ store }: Pick<Services, 'store'>, number: number): Promise<string | null> {
  const restored = restoredSchema.safeParse((await store.latestEntry('record.restored'))?.data).data;
  if (!restored || number < 1 || number > restored.numbers.to) return null;
  return t`There is no request #${number} any more: the database was restored, and that gave its number up. If something was asked for under it, Airlock no longer knows what became of it: look in Defender.`;
}
