import type { Change } from '../../../changes/registry/change.ts';
import { inWords } from '../../../shared/language/time-words.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import { fullName } from '../../record/actor-names.ts';
import type { ApplyingRequest } from '../../record/request.ts';
import { loadRequest } from '../../rules/load.ts';
import { whyNotSent } from '../../rules/setting-owner.ts';

const ALL = Number.MAX_SAFE_INTEGER;

type Begun = Pick<ApplyingRequest, 'id' | 'halted' | 'startedAt' | 'change'>;

/**
 * Ends what waits to be sent where somebody stopped the request, where changes of its kind were switched off, and once
 * Defender took nothing of it for a whole window of execution, so that it does not keep its objects for ever. What was
 * sent before is still read.
 * @throws AirlockError rev-conflict where another instance has taken the work over
 */
export async function endWaiting(
  services: Services,
  request: ApplyingRequest,
  task: Task,
  change: Change = request.change,
): Promise<void> {
  const reason = await whyEnd(services, { ...request, change });
  if (reason === null) return;
  const { store, clock } = services;
  const waiting = await store.items(request.id, { state: 'waiting', limit: ALL });
  const at = clock.now();
  const steps = waiting.map(({ key }) => ({ key, from: 'waiting', to: 'refused', at, reason }) as const);
  if (steps.length > 0) await store.moveItems(request.id, task, steps);
}

async function whyEnd(services: Services, { id, halted, startedAt, change }: Begun): Promise<string | null> {
  const { store, clock, policy } = services;
  const off = whyNotSent(services, [change]);
  if (off !== null) return `not sent: ${off}`;
  if (halted) return `not sent: ${fullName(halted.by)} stopped it`;
  const now = clock.now();
  if (now - startedAt < policy.executionWindow) return null;
  const done = await store.items(id, { state: 'done', limit: ALL });
  const lastTaken = done.reduce((latest, { at }) => Math.max(latest, at), startedAt);
  if (now - lastTaken < policy.executionWindow) return null;
  return `not sent: Defender took nothing of this request for ${inWords(policy.executionWindow)}`;
}

/** Whether somebody stopped it, or it is over, since this slice began. */
export async function isHalted(services: Services, { id }: ApplyingRequest): Promise<boolean> {
  const now = await loadRequest(services, id);
  const { isSame } = await services.store.asLoaded(now);
  return !isSame || now.state !== 'applying' || now.halted !== undefined;
}
