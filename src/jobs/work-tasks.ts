import { z } from 'zod';
import type { Task, TaskKind, WriteRight } from '../requests/ports/outbox.ts';
import type { Services } from '../requests/ports/services.ts';
import { doubling, UNREADABLE_PAUSE } from '../shared/backoff.ts';
import { AirlockError, errorFields, isAirlockError } from '../shared/errors.ts';
import { ENGLISH, type Language, storedLanguage } from '../shared/language/languages.ts';
import { inLanguage } from '../shared/language/worded.ts';
import { holdWrite } from './hold-write.ts';
import type { JobSettings } from './job-settings.ts';
import { runTask, type TaskTools } from './run-task.ts';

/** How long to wait before a failed task is tried again. */
const TASK_PAUSES = doubling(1_000, 60_000);

/** After how many waits of a second for the right to write it is said, each time. */
const WAITS_SAID = 300;

/** How much of the lease is kept in reserve, in ms, so that a write begun at its end can still be answered. */
const LEASE_RESERVE = 45_000;

/**
 * Claims the next due task of these kinds and runs it.
 * @returns false when none was due.
 */
export async function workTask(
  services: Services,
  tools: TaskTools,
  kinds: readonly TaskKind[],
  owner: string,
  settings: JobSettings,
): Promise<boolean> {
  const now = services.clock.now();
  const task = await services.store.takeTask(kinds, owner, now, settings.taskLease);
  if (!task) return false;
  if (task.kind !== 'apply' && task.kind !== 'items') {
    await attempt(services, tools, task, 0);
    return true;
  }
  const right = await takeRight(services, task, owner, settings);
  if (right === null) return false;
  try {
    const left = settings.taskLease - LEASE_RESERVE;
    const hold = holdWrite(right, task, left, tools.steady ?? (() => performance.now()));
    await attempt(services, { ...tools, hold }, task, now + left);
  } finally {
    await right.release();
  }
  return true;
}

/** @returns null while another instance has the right to write: the task then waits a second */
async function takeRight(
  { tenantId, store, clock, log }: Services,
  task: Task,
  owner: string,
  { taskLease }: JobSettings,
): Promise<WriteRight | null> {
  const now = clock.now();
  const right = await store.takeWriter(tenantId, owner, now, taskLease).catch(async (error: unknown) => {
    await store.postponeTask(task, now + TASK_PAUSES(task.attempts)).catch(() => undefined);
    throw error;
  });
  if (right) return right;
  if (task.attempts % WAITS_SAID === WAITS_SAID - 1)
    log.error(
      { requestId: task.requestId, waits: task.attempts },
      'write kept waiting: another instance always has the right to write',
    );
  await store.postponeTask(task, now + 1_000);
  return null;
}

const spoken = z.object({ language: storedLanguage });

/** That of whoever asked for it; English for what nobody asked for, which says in which language it tells people. */
function languageOf({ payload }: Task): Language {
  return spoken.safeParse(payload).data?.language ?? ENGLISH;
}

async function attempt(services: Services, tools: TaskTools, task: Task, sendBefore: number): Promise<void> {
  try {
    await inLanguage(languageOf(task), () => runTask(services, tools, task, sendBefore));
  } catch (error) {
    const pause = isAirlockError(error, 'store-corrupt') ? UNREADABLE_PAUSE : TASK_PAUSES(task.attempts);
    const fields = {
      task: task.kind,
      requestId: task.requestId,
      correlation: task.correlation,
      attempts: task.attempts,
      pause,
    };
    if (isAirlockError(error)) services.log.warn({ ...fields, ...errorFields(error) }, 'task postponed');
    else
      services.log.error(
        { ...fields, err: new AirlockError('internal', 'A task failed unexpectedly.', { cause: error }) },
        'task failed',
      );
    await services.store.postponeTask(task, services.clock.now() + pause);
  }
}
