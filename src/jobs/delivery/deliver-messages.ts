import { noteTelling } from '../../requests/notifying/telling/note-telling.ts';
import { takeSecondWay } from '../../requests/notifying/telling/second-way.ts';
import type { Messenger } from '../../requests/ports/messenger.ts';
import type { Failing, OutboxMessage } from '../../requests/ports/outbox.ts';
import type { Services } from '../../requests/ports/services.ts';
import { hasEnded } from '../../requests/record/transitions.ts';
import { ifRecorded } from '../../requests/rules/load.ts';
import { UNREADABLE_PAUSE } from '../../shared/backoff.ts';
import { errorFields, isAirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import type { JobSettings } from '../job-settings.ts';
import { dueAgain, failingSince, isClosed, isHopeless, isOld, verdictOf } from './delivery-pace.ts';
import { sayNothing } from './say-nothing.ts';

/** Gives the random share of a pause, 0 to 1, so that many instances do not retry at the same moment. */
export type Jitter = () => number;

export interface Delivery {
  readonly messenger: Messenger;
  readonly jitter: Jitter;
}

/**
 * Delivers due messages in parallel, but one at a time in each conversation.
 * @returns how many messages were claimed
 */
export async function deliverMessages(
  services: Services,
  delivery: Delivery,
  owner: string,
  settings: JobSettings,
): Promise<number> {
  const messages = await services.store.takeMessages(
    owner,
    services.clock.now(),
    settings.postLease,
    settings.deliverAtOnce,
  );
  await Promise.all(messages.map((message) => deliverMessage(services, delivery, message)));
  return messages.length;
}

async function deliverMessage(services: Services, { messenger, jitter }: Delivery, message: OutboxMessage) {
  const { store, clock, tenantId } = services;
  let isTaken = false;
  try {
    if (message.isUnproven) return await sayNothing(services, message);
    if (await isPointless(services, message)) return await store.dropMessage(message, 'pointless');
    const shown = await deliverOrAnew(messenger, message, clock.now());
    isTaken = true;
    if (message.mayStand) services.meter.count('posts', { outcome: 'unsure' });
    const note = () => store.messageShown(message, { ...shown, at: clock.now() });
    // Only here the id is known: a database that was gone for a moment is told once more.
    await note().catch(note);
  } catch (error) {
    return keep(services, message, error, { jitter: jitter(), mayBeShown: isTaken || isUnclear(error) });
  }
  if (message.failing?.refusals === 0) await store.hastenMessages(tenantId, clock.now());
  if (message.activityId === null) await noteTelling(services, message);
}

/** Whether it calls for a decision that nobody has to make any more; Teams shows nothing of it. */
async function isPointless(services: Services, message: OutboxMessage): Promise<boolean> {
  const called = message.activityId === null ? callsForDecision(message) : null;
  const request = called && (await services.store.request(message.tenantId, called));
  return (await ifRecorded(services, request)) !== null && request?.state !== 'pending';
}

/** The request that a message calls for a decision on, where it was not asked for and comes late, or only says that. */
function callsForDecision({ key, content, conversation, failing }: OutboxMessage): RequestId | null {
  if (content.kind === 'answer') return content.whilePending ?? null;
  if (content.kind === 'request' && content.whilePending) return content.requestId;
  if (content.kind !== 'request' || !failing || key !== `${content.requestId}:card:${conversation}`) return null;
  return content.audience === 'approver' || content.notice !== undefined ? content.requestId : null;
}

/** A message that was not delivered is state: what is wrong stands beside it, and it is tried again. */
async function keep(
  services: Services,
  message: OutboxMessage,
  error: unknown,
  { jitter, mayBeShown }: { readonly jitter: number; readonly mayBeShown: boolean },
): Promise<void> {
  const { store, clock } = services;
  const now = clock.now();
  const failing = failingSince(message, error, now);
  if (verdictOf(error) === 'unreadable') {
    services.log.error(fieldsOf(message, error), 'message postponed');
    return store.postponeMessage(message, now + UNREADABLE_PAUSE, { failing });
  }
  const goesOn = !isHopeless(message, error) && !(await isTooLate(services, message, failing));
  if (goesOn && isClosed(failing) && (await takeSecondWay(services, message))) return;
  if (goesOn) {
    const dueAt = dueAgain(message, failing, now, jitter, isAirlockError(error) ? error.details.retryAt : null);
    services.log.warn({ ...fieldsOf(message, error), dueAt }, 'message delayed');
    await store.postponeMessage(message, dueAt, { mayBeShown, failing });
  } else {
    services.log.error({ ...fieldsOf(message, error), err: error }, 'message given up');
    await store.dropMessage(message, failing.why, failing);
  }
  if (message.activityId === null) await noteTelling(services, message);
}

function fieldsOf(message: OutboxMessage, error: unknown) {
  const said = isAirlockError(error) ? errorFields(error) : { code: 'internal' };
  return { messageId: message.id, conversation: message.conversation, attempts: message.attempts, ...said };
}

/** An open request is worth every try, however late; anything else only for some days. */
async function isTooLate(services: Services, message: OutboxMessage, failing: Failing): Promise<boolean> {
  if (!isOld(message, failing, services.clock.now())) return false;
  const { content, tenantId } = message;
  const request = content.kind === 'request' ? await services.store.request(tenantId, content.requestId) : null;
  return request === null || ((await ifRecorded(services, request)) !== null && hasEnded(request.state));
}

/**
 * A message that can no longer be updated, since somebody deleted it, is sent anew where Teams never showed what it is
 * about: the answer to somebody's wish is not lost with the message that promised it. A place that refuses for a moment
 * is no such sign: what stands there would be left behind.
 */
async function deliverOrAnew(messenger: Messenger, message: OutboxMessage, now: number) {
  try {
    return await messenger.deliver(message);
  } catch (error) {
    if (message.activityId === null || message.wasShown || !isMessageGone(message, error, now)) throw error;
    return messenger.deliver({ ...message, activityId: null });
  }
}

function isMessageGone(message: OutboxMessage, error: unknown, now: number): boolean {
  if (!isAirlockError(error, 'delivery-gone')) return false;
  return error.details.refuses === 'message' || isClosed(failingSince(message, error, now));
}

/** Whether Teams may show the message nevertheless: it gave no answer, or one of a server in between. */
function isUnclear(error: unknown): boolean {
  if (!isAirlockError(error, 'delivery-failed')) return false;
  const { statusCode } = error.details;
  return typeof statusCode !== 'number' || statusCode >= 500;
}
