import type { ItemCounts } from '../../../changes/change-kind.ts';
import { partsOf } from '../../../changes/registry/kind-of.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { msg, t } from '../../../shared/language/worded.ts';
import { lateItemsMessages } from '../../messages/state-notices.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { RequestIn, Success, UnknownRequest } from '../../record/request.ts';
import { isOrders } from '../../record/told-by-request.ts';
import { newTask } from '../../rules/advance.ts';
import { fail, type Succeeded, succeed } from '../../rules/end-request.ts';
import { SHOWS_WITHIN, WATCH_PAUSES, type Watch, watchAfter } from '../../rules/watching.ts';
import { itemsNote } from '../items/begin-and-end.ts';
import { partsEnd } from '../items/end-parts.ts';
import { followTasks } from '../items/follow-task.ts';
import { isAppliedByAnother } from '../same-change.ts';
import { areNeverShown, endAbsent, isReachedNow, settleLate, settleReached, stopStarted } from './settle-late.ts';

type Ended = RequestIn<'failed' | 'applied'>;

/**
 * Finds out what came of a request of which no item is known to be written. Each that a reading shows is done from then
 * on, and is followed as if the answer had come at once.
 * @returns when to go on, in ms since 1970, at the latest; null where it is over
 */
export async function reconcileItems(
  services: Services,
  request: UnknownRequest,
  task: Task,
): Promise<{ readonly at: number } | null> {
  await stopStarted(services, request, task);
  const late = await settleLate(services, request, task);
  const counts = await services.store.itemCounts(request.id);
  if (counts.done > 0) return shown(services, request, task, counts);
  const isReached = late.isRead ? await isReachedNow(services, request) : null;
  const isByOthers = isReached === true && partsOf(request.change).some(isOrders);
  if (isReached && !isByOthers) {
    await settleReached(services, request, task);
    return shown(services, request, task, await services.store.itemCounts(request.id));
  }
  const since = Math.max(late.since, request.waiting.since);
  const until = since + SHOWS_WITHIN;
  if (isReached === null || services.clock.now() < until) return { at: Math.max(until, services.clock.now()) };
  const { change } = request;
  await endAbsent(services, request, task, late);
  const parts = change.kind === 'several' ? await partsEnd(services, { ...request, change }) : null;
  const unseen = missingNote(request, since, services.clock.now()) + (isByOthers ? ` ${BY_OTHERS}` : '');
  const note = parts ? `${request.waiting.note} ${unseen}` : unseen;
  const items = parts?.items ?? reckoned(await services.store.itemCounts(request.id));
  const code = request.waiting.accepted ? 'not-shown' : 'not-written';
  const watch = watchAfter(services, request, task.correlation);
  await fail(services, request, { event: 'reconcile-failed', code, note, items, watch }, task);
  return null;
}

const BY_OTHERS = msg`The devices are as asked by another order.`;

function missingNote({ startedAt, waiting }: UnknownRequest, since: number, now: number): string {
  const [sent, from, to] = [startedAt, since, now].map(utcWords);
  return waiting.accepted
    ? t`Accepted by Defender (${sent}), and readings from ${from} to ${to} show nothing of it.`
    : t`Sent to Defender (${sent}), and readings from ${from} to ${to} show nothing of it: it may not have arrived.`;
}

async function shown(services: Services, request: UnknownRequest, task: Task, counts: ItemCounts): Promise<null> {
  const end = await endOf(services, request, counts, task);
  const watch = (await isToWatch(services, request, counts)) ? watchAfter(services, request, task.correlation) : null;
  await succeed(services, request, { event: 'reconcile-applied', ...end, watch }, task);
  return null;
}

/** Whether something of it may still show. */
async function isToWatch(services: Services, request: UnknownRequest | Ended, counts: ItemCounts): Promise<boolean> {
  return counts.unknown > 0 || (await areNeverShown(services, request));
}

const SHOWN_LATE = msg`No reading showed it at first, a later one does.`;
const NOT_WRITTEN = msg`What readings show for hours not to be there counts as not written.`;

type End = Pick<Succeeded<'surface'>, 'code' | 'note' | 'items' | 'tasks'>;

/** How a request ends of which some items came to be known late. */
async function endOf(
  services: Services,
  request: UnknownRequest | Ended,
  counts: ItemCounts,
  task: Task,
): Promise<End> {
  const { change } = request;
  const parts = change.kind === 'several' ? await partsEnd(services, { ...request, change }) : null;
  const items = parts?.items ?? reckoned(counts);
  const isWritten = isOrders(change) || items.done < items.total;
  const told = parts?.note ?? (await itemsNote(services, request, counts));
  return {
    code: isWritten ? 'written' : 'found-later',
    note: `${told} ${items.done > (request.outcome?.items?.done ?? 0) ? SHOWN_LATE : NOT_WRITTEN}`,
    items,
    tasks: followTasks(services, request, task, `:${request.rev + 1}`),
  };
}

function reckoned({ total, done, refused, unknown }: ItemCounts): NonNullable<Success['items']> {
  return { total, done, refused, unknown };
}

/** Whether items of a request that has ended are unknown, or came to be known since. */
export async function areItemsLate(services: Services, request: Ended): Promise<boolean> {
  const counts = await services.store.itemCounts(request.id);
  if (counts.total === 0) return false;
  return isNews(counts, request) || (await isToWatch(services, request, counts));
}

/** Whether more is known of its items than was told: more is done, or less is unknown of what was done in part. */
function isNews({ done, unknown }: ItemCounts, { state, outcome: { items } }: Ended): boolean {
  return done !== (items?.done ?? 0) || (state === 'applied' && unknown !== (items?.unknown ?? unknown));
}

/**
 * Looks once more for the items of a request that has ended with some unknown, and corrects its card, the record and
 * what was told, where Defender shows any of them (docs/architecture.md#a-negative-reading-is-never-the-last-word).
 * @param until ms since 1970: nothing is looked for later
 */
export async function surfaceItems(services: Services, request: Ended, task: Task, until: number): Promise<void> {
  const { store, clock } = services;
  const { done = 0 } = request.outcome.items ?? {};
  const late = await settleLate(services, request, task);
  if (request.state === 'applied') await endAbsent(services, request, task, late);
  let counts = await store.itemCounts(request.id);
  if (counts.done === done && late.isRead && (await mayBeOwn(services, request))) {
    await settleReached(services, request, task);
    counts = await store.itemCounts(request.id);
  }
  if (isNews(counts, request)) return correct(services, request, task, { counts, until });
  const now = clock.now();
  if (now >= until) {
    await store.redraw(request.id, await placesOf(services, request), now);
    return store.completeTask(task);
  }
  await store.postponeTask(task, Math.min(now + WATCH_PAUSES(task.attempts + 1), until));
}

/** Whether the tenant is as asked, and no other request has applied the same since. */
async function mayBeOwn(services: Services, request: Ended): Promise<boolean> {
  if (partsOf(request.change).some(isOrders) || (await isAppliedByAnother(services, request)) !== false) return false;
  return (await isReachedNow(services, request)) === true;
}

async function placesOf({ store }: Services, { tenantId, id }: Ended) {
  return (await store.copies(tenantId, id)).map(({ conversation }) => conversation);
}

async function correct(
  services: Services,
  request: Ended,
  task: Task,
  { until, counts }: { readonly counts: ItemCounts; readonly until: number },
): Promise<void> {
  const now = services.clock.now();
  const end = await endOf(services, request, counts, task);
  const { followed, cancelled, warning, undoneBy, commented } = request.outcome;
  const kept = {
    ...(followed && { followed: { ...followed, isOver: false } }),
    ...(cancelled && { cancelled }),
    ...(warning !== undefined && { warning }),
    ...(undoneBy && { undoneBy }),
    ...(commented && { commented }),
    // What others have applied since is told by when this was: a correction does not date it anew.
    ...(request.state === 'applied' && { at: request.outcome.at }),
  };
  const isWatched = now < until && (await isToWatch(services, request, counts));
  const watch = isWatched ? goesOn(services, request, task, until) : null;
  const isShown = counts.done > (request.outcome.items?.done ?? 0);
  const places = await placesOf(services, request);
  const messages = await lateItemsMessages(services, request, { note: end.note ?? '', isShown }, places);
  services.log.info({ requestId: request.id, correlation: task.correlation }, 'items seen later');
  await succeed(services, request, { event: 'surface', ...end, ...kept, messages, watch }, task);
}

function goesOn(services: Services, { id, rev }: Ended, { correlation, attempts }: Task, until: number): Watch {
  const dueAt = Math.min(services.clock.now() + WATCH_PAUSES(attempts + 1), until);
  const task = newTask(services, 'surface', { key: `${id}:surface:${rev}`, requestId: id, dueAt, correlation });
  return { watchedUntil: until, tasks: [task] };
}
