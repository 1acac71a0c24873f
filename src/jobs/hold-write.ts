import type { Task, WriteRight } from '../requests/ports/outbox.ts';
import type { WriteHold } from '../requests/ports/tenant.ts';

/** Milliseconds on a clock that never jumps, from whatever moment. */
export type Steady = () => number;

/**
 * What the write of a task may rely on: the right to write, and a time limit that goes by no wall clock. A process that
 * was frozen meanwhile finds its time up as soon as it goes on.
 * @param ms milliseconds from now
 */
export function holdWrite(right: WriteRight, task: Task, ms: number, steady: Steady): WriteHold {
  const end = steady() + ms;
  return {
    signal: AbortSignal.any([right.lost, AbortSignal.timeout(ms)]),
    isStillMine: async () => (await right.holds(task)) && !right.lost.aborted && steady() < end,
  };
}
