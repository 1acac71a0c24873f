import { partsOf } from '../../../changes/registry/kind-of.ts';
import type { Entry } from '../../../changes/supported/indicators/indicator-entry.ts';
import { nextTry } from '../../../shared/backoff.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import type { RequestId } from '../../../shared/ids.ts';
import { endedMessages, followedMessages } from '../../messages/state-notices.ts';
import type { NewOutboxMessage, Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { FollowReading } from '../../ports/tenant.ts';
import type { RequestIn } from '../../record/request.ts';
import { isOrders, ordersOf } from '../../record/told-by-request.ts';
import { advance } from '../../rules/advance.ts';
import { undoing } from '../../rules/end-request.ts';
import { loadRecorded } from '../../rules/load.ts';
import { WATCHED_FOR } from '../../rules/watching.ts';
import { type Cancelled, cancelApplied, lookAtApplied } from './follow-parts.ts';
import { FOLLOW_PAUSES } from './follow-task.ts';

const MINUTE = 60_000;

/** How long an applied change is followed, in ms; longer where Defender lists an order of it as under way. */
const FOLLOWED_FOR = 24 * 60 * MINUTE;

/** How long an indicator without an end is followed at most, whose scope may be renamed. */
const ENDLESS = 90 * FOLLOWED_FOR;

/** Where nobody cancelled. */
const NOTHING: Cancelled = { told: null, error: null };

/**
 * Looks how an applied change goes on in the tenant, again and again until it is over: a stage of its own beside the
 * writing. A reading that shows something new is stored with the request, and its card says so.
 */
export async function followRequest(services: Services, task: Task, requestId: RequestId): Promise<void> {
  const request = await loadRecorded(services, requestId);
  if (request.state !== 'applied') return services.store.completeTask(task);
  const now = services.clock.now();
  const age = now - request.outcome.at;
  try {
    const items = await services.store.items(requestId, { state: 'done', limit: Number.MAX_SAFE_INTEGER });
    const { told, error } = request.outcome.cancelled ? await cancelApplied(services, request, items) : NOTHING;
    const looked = await lookAtApplied(services, request, items);
    const reading = looked && told !== null ? { ...looked, note: `${looked.note} ${told}` } : looked;
    const isLast = age >= (reading?.isUnlisted ? WATCHED_FOR : FOLLOWED_FOR);
    const isLeft = isLast && reading?.nextAt === undefined && !reading?.isUnderWay;
    const isOver = reading === null || reading.isOver || isLeft;
    if (reading !== null) await note(services, request, { ...reading, isOver }, isOver ? task : null);
    if (isOver) return reading === null ? services.store.completeTask(task) : undefined;
    const pause = FOLLOW_PAUSES(task.attempts);
    const again = error ? nextTry(now, pause, error.details.retryAt) : now + pause;
    return services.store.postponeTask(task, reading.nextAt ?? again);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    services.log.warn({ requestId, code: error.code, correlation: task.correlation }, 'following postponed');
    if (now >= readUntil(request)) return services.store.completeTask(task);
    const nextAt = nextTry(now, FOLLOW_PAUSES(task.attempts), error.details.retryAt);
    return services.store.postponeTask(task, nextAt);
  }
}

/**
 * Until when a reading that failed is tried again: a day; while orders run, as long as they do; for indicators past
 * their end, which has to be told, or as long as their scope may be renamed.
 */
function readUntil({ change, outcome }: RequestIn<'applied'>): number {
  if (outcome.followed?.isOver !== true && partsOf(change).some(isOrders)) return Number.POSITIVE_INFINITY;
  const ends = partsOf(change).flatMap((part) => (part.kind === 'indicators' ? part.entries.map(lastLook) : []));
  return Math.max(outcome.at + FOLLOWED_FOR, ...ends);

  function lastLook({ to }: Entry): number {
    if (to === null) return 0;
    return to.until === null ? outcome.at + ENDLESS : to.until + WATCHED_FOR;
  }
}

/** Stores a reading that says something new; the last one always. */
async function note(
  services: Services,
  request: RequestIn<'applied'>,
  { note, counts, isOver, tells, undone = [] }: FollowReading,
  completes: Task | null,
): Promise<void> {
  const before = request.outcome.followed;
  if (completes === null && before?.note === note) return;
  const told = tells ?? before?.told;
  const read = { at: services.clock.now(), note, counts, isOver, ...(told !== undefined && { told }) };
  const followed = { ...read, ...(undone.length > 0 && { undone }) };
  const isNews = tells !== undefined && tells !== before?.told;
  const outcome = { ...request.outcome, followed };
  await advance(services, request, {
    event: 'follow',
    actor: null,
    fields: { outcome },
    facts: { followed: read, ...orderFacts({ ...request, outcome }) },
    messages: [
      ...(isNews ? await followedMessages(services, request, tells) : []),
      ...(isOver ? await endNotices(services, { ...request, outcome }) : []),
    ],
    tasks: completes ? undoing(services, request, completes, 'ended') : [],
    completes,
  });
}

function orderFacts(request: RequestIn<'applied'>): { readonly orders?: string } {
  const orders = ordersOf(request);
  return orders === null ? {} : { orders: orders.end };
}

/** That the orders of a request have ended: for whoever asked; where some failed, wherever its card stands. */
async function endNotices(services: Services, request: RequestIn<'applied'>): Promise<readonly NewOutboxMessage[]> {
  const orders = ordersOf(request);
  if (orders === null) return [];
  const copies = orders.end === 'done' ? [] : await services.store.copies(request.tenantId, request.id);
  const places = copies.map(({ conversation }) => conversation);
  return endedMessages(services, request, places);
}
