import type { Task, TaskKind } from '../requests/ports/outbox.ts';
import type { Parts } from '../requests/ports/services.ts';
import { AirlockError, isAirlockError } from '../shared/errors.ts';
import type { JobSettings } from './job-settings.ts';
import { runTask } from './run-task.ts';

/** Longest pause before a failed task is tried again, in ms. */
const LONGEST_PAUSE = 60_000;

/** How much of the lease is kept back, so that a write begun at its very end still has time to be answered. */
const LEASE_RESERVE = 45_000;

/** Takes the next due task of these kinds and does it. @returns false when none was due. */
export async function workTask(
  parts: Parts,
  kinds: readonly TaskKind[],
  owner: string,
  settings: JobSettings,
): Promise<boolean> {
  const now = parts.clock.now();
  const task = await parts.store.takeTask(kinds, owner, now, settings.taskLease);
  if (!task) return false;
  if (task.kind !== 'apply') {
    await attempt(parts, task, 0);
    return true;
  }
  const writer = `writer:${parts.tenantId}`;
  if (!(await parts.store.acquire(writer, owner, now, settings.taskLease))) {
    await parts.store.postponeTask(task, now + 1_000);
    return false;
  }
  try {
    await attempt(parts, task, now + settings.taskLease - LEASE_RESERVE);
  } finally {
    await parts.store.release(writer, owner);
  }
  return true;
}

async function attempt(parts: Parts, task: Task, sendBefore: number): Promise<void> {
  try {
    await runTask(parts, task, sendBefore);
  } catch (error) {
    const pause = Math.min(LONGEST_PAUSE, 1_000 * 2 ** Math.min(task.attempts, 6));
    const fields = {
      task: task.kind,
      requestId: task.requestId,
      correlation: task.correlation,
      attempts: task.attempts,
      pause,
    };
    if (isAirlockError(error)) parts.log.warn({ ...fields, code: error.code }, 'task postponed');
    else
      parts.log.error(
        { ...fields, err: new AirlockError('internal', 'A task failed unexpectedly.', { cause: error }) },
        'task failed',
      );
    await parts.store.postponeTask(task, parts.clock.now() + pause);
  }
}
