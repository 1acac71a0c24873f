import { kindOf } from '../../../changes/registry/kind-of.ts';
import { nextTry } from '../../../shared/backoff.ts';
import type { RequestId } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import { unsentMessages } from '../../notifying/telling/tell-unsent.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { WriteLimits } from '../../ports/tenant.ts';
import { isUnseen } from '../../ports/witness.ts';
import type { ApplyingRequest } from '../../record/request.ts';
import { isInHands } from '../../record/told-by-request.ts';
import { advance } from '../../rules/advance.ts';
import { loadRequest } from '../../rules/load.ts';
import { provenRequest } from '../../rules/people/replay.ts';
import { writingOf } from '../../rules/setting-owner.ts';
import { endItems } from './begin-and-end.ts';
import type { SeveralRequest } from './end-parts.ts';
import { endWaiting } from './end-waiting.ts';
import { itemsOf } from './items-of.ts';
import { ASK_AGAIN, isNewsOf, shownPause } from './part-start.ts';
import type { Pause } from './trouble-words.ts';
import { writeParts } from './write-parts.ts';
import { writeSlice } from './write-slice.ts';

/** Milliseconds that one slice may take before it gives the lease of writing back, in all batches. */
const SLICE = 10_000;

/**
 * Writes a request item by item, in slices (docs/architecture.md#supported-writes). Each batch is stored as started
 * before it is sent, and as ended after. What is found started belongs to a slice that did not come to its end: it is
 * read, never sent again. Each slice replays the request from the record first, and sends what it replayed alone, once
 * everybody's rights and marks are asked again; each batch compares the items with their last entry.
 * @param within until when only this instance works on the task; nothing is sent later
 * @throws AirlockError record-broken; then nothing is sent, and the task is tried again later
 */
export async function writeItems(
  services: Services,
  task: Task,
  requestId: RequestId,
  within: WriteLimits,
): Promise<void> {
  try {
    await writeOn(services, task, requestId, within);
  } catch (error) {
    if (!isUnseen(error)) throw error;
    await waitUnseen(services, task, requestId, error.message);
  }
}

/** Nothing more is sent for now, and the card says why. */
async function waitUnseen(services: Services, task: Task, requestId: RequestId, waits: string): Promise<void> {
  const request = await loadRequest(services, requestId);
  const at = nextTry(services.clock.now(), ASK_AGAIN, null);
  if (request.state === 'applying') {
    const counts = await services.store.itemCounts(request.id);
    const isUnsent = counts.waiting === counts.total;
    const progress = kindOf(request.change).progress?.(request.change, counts) ?? '';
    await tellProgress(services, request, progress, { at, waits, ...(isUnsent && { isUnsent }) });
  }
  await services.store.postponeTask(task, at);
}

async function writeOn(services: Services, task: Task, requestId: RequestId, within: WriteLimits): Promise<void> {
  const stored = await loadRequest(services, requestId);
  if (stored.state !== 'applying' || isInHands(stored)) return services.store.completeTask(task);
  const request = await provenRequest(services, stored, ['applying'], 'write');
  if (isForSeveral(request)) return writeParts(services, request, task, within);
  const until = Math.min(within.sendBefore, services.clock.now() + SLICE);
  const { hold } = within;
  const slice = { request, task, writing: writingOf(request), items: itemsOf(request), prefix: '', until, hold };
  await endWaiting(services, request, task);
  const pause = await writeSlice(services, slice);
  const counts = await services.store.itemCounts(request.id);
  if (pause === null) return endItems(services, request, counts, task);
  const progress = kindOf(request.change).progress?.(request.change, counts) ?? '';
  const isUnsent = counts.waiting === counts.total;
  await tellProgress(services, request, progress, isUnsent ? { ...pause, isUnsent } : pause);
  await services.store.postponeTask(task, pause.at);
}

function isForSeveral(request: ApplyingRequest): request is SeveralRequest {
  return request.change.kind === 'several';
}

/** The card says how far it is, but not after each batch. */
async function tellProgress(services: Services, request: ApplyingRequest, words: string, pause: Pause): Promise<void> {
  const now = services.clock.now();
  const note = [words === '' ? [] : t`So far: ${words}.`, pause.waits ?? []].flat().join(' ');
  if (!isNewsOf(request.waiting, pause, note, now)) return;
  const messages = pause.isUnsent ? await unsentMessages(services, request, { note }) : [];
  await advance(services, request, {
    event: 'recheck',
    actor: null,
    fields: { waiting: { since: now, note, ...shownPause(pause) } },
    facts: { found: note },
    messages,
  });
}
