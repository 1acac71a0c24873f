import type { Clock } from '../../shared/runtime.ts';

export interface CallLimit {
  readonly calls: number;
  readonly windowMs: number;
}

/**
 * What Defender's reading APIs allow one app (docs/facts/defender.md#reading-apis): 100 calls a minute, 1,500 an hour.
 */
export const READING_LIMITS: readonly CallLimit[] = [
  { calls: 100, windowMs: 60_000 },
  { calls: 1_500, windowMs: 3_600_000 },
];

/** Keeps one process within a service's limits before the service has to say no. */
export interface CallBudget {
  /** Counts a call. @returns null when it may be made now, else when it may (ms since 1970); then it is not counted. */
  take(): number | null;
  /** The service asked to wait: no call before this moment. */
  pauseUntil(at: number): void;
}

/**
 * Calls are counted in sliding windows, as the service does: a bucket that is refilled evenly would let nearly twice
 * its size through in one window. Several instances have a budget each; what they exceed together, the service's own
 * Retry-After settles.
 */
export function createCallBudget(limits: readonly CallLimit[], clock: Clock): CallBudget {
  const longest = Math.max(0, ...limits.map(({ windowMs }) => windowMs));
  /** Moments of the calls that still count, oldest first. */
  let made: number[] = [];
  let paused = 0;
  return {
    take() {
      const now = clock.now();
      made = made.filter((at) => at > now - longest);
      const free = Math.max(paused, ...limits.map((limit) => freeAt(made, limit)));
      if (free > now) return free;
      made.push(now);
      return null;
    },
    pauseUntil(at) {
      paused = Math.max(paused, at);
    },
  };
}

/** When the window has room for one more call. */
function freeAt(made: readonly number[], { calls, windowMs }: CallLimit): number {
  const crowding = made.at(-calls);
  return made.length < calls || crowding === undefined ? 0 : crowding + windowMs;
}
