import { inWords } from '../../../shared/time-words.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { ApplyingRequest } from '../../record/request.ts';

const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Ends what waits to be sent once Defender took nothing of the request for a whole window of execution, so that it does
 * not keep its objects for ever. What was sent before is still read.
 * @throws AirlockError rev-conflict where another instance has taken the work over
 */
export async function endWaiting(services: Services, request: ApplyingRequest, task: Task): Promise<void> {
  const { store, clock, policy } = services;
  const now = clock.now();
  const startedAt = request.startedAt ?? now;
  if (now - startedAt < policy.executionWindow) return;
  const waiting = await store.items(request.id, { state: 'waiting', limit: ALL });
  if (waiting.length === 0) return;
  const done = await store.items(request.id, { state: 'done', limit: ALL });
  const lastTaken = done.reduce((latest, { at }) => Math.max(latest, at), startedAt);
  if (now - lastTaken < policy.executionWindow) return;
  const reason = `not sent: Defender took nothing of this request for ${inWords(policy.executionWindow)}`;
  const steps = waiting.map(({ key }) => ({ key, from: 'waiting', to: 'refused', at: now, reason }) as const);
  await store.moveItems(request.id, task, steps);
}
