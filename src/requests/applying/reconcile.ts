import { isOwnChange, kindOf } from '../../changes/registry/kind-of.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { pausesOf } from '../../shared/backoff.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { canonical } from '../../shared/json.ts';
import { unknownMessages, waitingMessages } from '../messages/state-notices.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { UnknownRequest } from '../record/request.ts';
import { sessionIn } from '../record/told-by-request.ts';
import { fail, succeed } from '../rules/end-request.ts';
import { loadRecorded } from '../rules/load.ts';
import { connectorFor } from '../rules/setting-owner.ts';
import { SHOWS_WITHIN, watchAfter } from '../rules/watching.ts';
import { reconcileItems } from './late/late-items.ts';

const MINUTE = 60_000;

/** Airlock's own settings show at once what was written. */
const OWN_SHOW_WITHIN = MINUTE;

/** Milliseconds for which nobody is alarmed: most outcomes are known by then. */
const ALARM_AFTER = 5_000;

/** Pauses between readings: seconds at first, then growing to half an hour. */
const RECONCILE_PAUSES = pausesOf(
  2_000,
  5_000,
  10_000,
  30_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
);

/**
 * Finds out whether a change with an unknown outcome is in the tenant. Only reads, never writes again
 * (docs/architecture.md#compare-write-read-back). A reading that does not show it ends the request only when the tenant
 * should show it by now; from then on Airlock looks less often (`surface`). A connector that cannot write cannot
 * confirm a write either: the outcome stays unknown until the connector that wrote it is back.
 */
export async function reconcileRequest(services: Services, task: Task, requestId: RequestId): Promise<void> {
  const request = await loadRecorded(services, requestId);
  if (request.state !== 'unknown') return services.store.completeTask(task);
  if (kindOf(request.change).items) {
    const next = await reconcileItems(services, request, task);
    return next === null ? undefined : goOn(services, request, task, next.at);
  }
  const now =
    connectorFor(services, request.change).applies === 'automatically' ? await readQuietly(services, request) : null;
  if (now && kindOf(request.change).reached(request.change, now)) return found(services, request, task);
  const until = request.startedAt + showsWithin(request);
  if (now && until <= services.clock.now()) return missing(services, request, now, task);
  await goOn(services, request, task, until);
}

/** @param until when it is to be known at the latest; ms since 1970 */
async function goOn(services: Services, request: UnknownRequest, task: Task, until: number): Promise<void> {
  const isLong = services.clock.now() - request.waiting.since >= ALARM_AFTER;
  if (isLong) await services.store.send({ messages: await unknownMessages(services, request), tasks: [] });
  const pause = RECONCILE_PAUSES(task.attempts);
  const left = until - services.clock.now();
  await services.store.postponeTask(task, services.clock.now() + (left > 0 ? Math.min(pause, left) : pause));
}

function showsWithin({ change }: UnknownRequest): number {
  return isOwnChange(change) ? OWN_SHOW_WITHIN : SHOWS_WITHIN;
}

async function readQuietly(services: Services, request: UnknownRequest): Promise<TenantSnapshot | null> {
  try {
    return await connectorFor(services, request.change).read(kindOf(request.change).scopes, 'now', request.change);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    services.log.warn({ requestId: request.id, code: error.code }, 'reconciliation postponed');
    const messages = await waitingMessages(services, request, { code: error.code, note: error.message });
    if (messages.length > 0) await services.store.send({ messages, tasks: [] });
    return null;
  }
}

function found(services: Services, request: UnknownRequest, task: Task): Promise<void> {
  const accepted = request.waiting.accepted ? ({ accepted: true } as const) : {};
  const more = { ...accepted, ...sessionIn(request) };
  return succeed(services, request, { event: 'reconcile-applied', code: 'found-later', ...more }, task);
}

function missing(services: Services, request: UnknownRequest, now: TenantSnapshot, task: Task): Promise<void> {
  const { change, base } = request;
  const isBase = canonical(kindOf(change).base(change, now).objects) === canonical(base.objects);
  const notShown = request.waiting.accepted ? 'not-shown' : 'not-written';
  const watch = watchAfter(services, request, task.correlation);
  const more = { watch, ...sessionIn(request) };
  return fail(services, request, { event: 'reconcile-failed', code: isBase ? notShown : 'other-state', ...more }, task);
}
