import { kindOf } from '../../changes/registry/kind-of.ts';
import { switchedOff } from '../../changes/supported/supported-kinds.ts';
import { commentedAlert } from '../../changes/supported/told-alert.ts';
import type { RequestId } from '../../shared/ids.ts';
import { inEnglish } from '../../shared/language/worded.ts';
import { statusOf } from '../messages/state-catalogue/status-of.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { BatchOutcome, ItemWriting } from '../ports/tenant.ts';
import type { RequestIn, Success } from '../record/request.ts';
import { ordersOf } from '../record/told-by-request.ts';
import { advance } from '../rules/advance.ts';
import { loadRecorded } from '../rules/load.ts';
import { provenRequest } from '../rules/people/replay.ts';
import { writingOf } from '../rules/setting-owner.ts';
import { FOLLOW_PAUSES } from './items/follow-task.ts';

const MINUTE = 60_000;

/** How long a comment without a clear answer is looked for, and how long it is tried to be sent, in ms. */
const LOOKED_FOR = 60 * MINUTE;
const TRIED_FOR = 24 * LOOKED_FOR;

/** How long orders on devices are followed, in ms. */
const ORDERS_RUN = 7 * TRIED_FOR;

type Commented = NonNullable<Success['commented']>;

/**
 * Writes what became of an applied request into the comments of the alert that it names: once its orders have ended,
 * and at most once. It is stored as sent before it is sent, and what is found sent is read, never sent again.
 * @throws AirlockError record-broken, rev-conflict, store-corrupt, and then nothing is sent
 */
export async function commentOnAlert(services: Services, task: Task, requestId: RequestId): Promise<void> {
  const { store, clock } = services;
  const stored = await loadRecorded(services, requestId);
  const alert = commentedAlert(stored.change);
  if (stored.state !== 'applied' || alert === null) return store.completeTask(task);
  const { commented, at } = stored.outcome;
  if (commented?.state === 'sent') return settle(services, task, stored, commented);
  if (commented) return store.completeTask(task);
  const now = clock.now();
  if (ordersOf(stored)?.end === 'running') return store.postponeTask(task, now + FOLLOW_PAUSES(task.attempts));
  if (now - at >= (ordersOf(stored) === null ? TRIED_FOR : TRIED_FOR + ORDERS_RUN))
    return note(services, stored.id, { state: 'refused', at: now }, task);
  if (!services.supported.kinds.includes('alerts'))
    return note(services, stored.id, { state: 'refused', at: now, why: inEnglish(() => switchedOff('alerts')) }, task);
  const request = await provenRequest(services, stored, ['applied'], 'write');
  await note(services, request.id, { state: 'sent', at: now }, null);
  const outcome = await services.supported.writeItems(commenting(request, alert), [{ key: alert, label: alert }]);
  return noteSent(services, task, request.id, outcome);
}

/** What is written, as an update of the alert that sets nothing but its comment. */
function commenting(request: RequestIn<'applied'>, alert: string): ItemWriting {
  const { mark } = writingOf(request);
  const base = { objects: { alerts: [] }, preview: null, shown: null };
  const change = { kind: 'alerts', entries: [{ id: alert, title: '', to: {} }] } as const;
  const became = inEnglish(() => {
    const { heading } = statusOf(request);
    return `${kindOf(request.change).title(request.change)}: ${heading}. ${request.outcome.note}`;
  });
  return { change, base, mark, reason: became };
}

async function noteSent(services: Services, task: Task, id: RequestId, outcome: BatchOutcome): Promise<void> {
  const [one] = outcome.outcomes;
  const at = services.clock.now();
  if (one?.state === 'done') return note(services, id, { state: 'written', at }, task);
  if (one?.state === 'refused')
    return note(services, id, { state: 'refused', at, ...(one.reason !== undefined && { why: one.reason }) }, task);
  // Certainly not taken: it may be sent later.
  if (one?.state === 'waiting') await note(services, id, null, null);
  // Each try is two entries of the record.
  const next = at + FOLLOW_PAUSES(task.attempts);
  return services.store.postponeTask(task, Math.max(outcome.retryAt ?? next, next));
}

async function settle(services: Services, task: Task, request: RequestIn<'applied'>, { at }: Commented): Promise<void> {
  const alert = commentedAlert(request.change) ?? '';
  const sent = { key: alert, label: alert, at, externalId: null };
  const { outcomes, retryAt } = await services.supported.settleItems(commenting(request, alert), [sent]);
  const now = services.clock.now();
  if (outcomes.some(({ state }) => state === 'done'))
    return note(services, request.id, { state: 'written', at: now }, task);
  if (now - at >= LOOKED_FOR) return note(services, request.id, { state: 'unknown', at: now }, task);
  return services.store.postponeTask(task, retryAt ?? now + MINUTE);
}

/** Stores how far the comment is with the request, as it is by then; null for as before it was sent. */
async function note(
  services: Services,
  id: RequestId,
  commented: Commented | null,
  completes: Task | null,
): Promise<void> {
  const request = await loadRecorded(services, id);
  if (request.state !== 'applied') return;
  const { commented: _before, ...outcome } = request.outcome;
  await advance(services, request, {
    event: 'follow',
    actor: null,
    fields: { outcome: { ...outcome, ...(commented && { commented }) } },
    facts: { commented: commented?.state ?? 'not sent' },
    completes,
  });
}
