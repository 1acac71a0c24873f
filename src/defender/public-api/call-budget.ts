import type { Pause } from '../../shared/http/retry-after.ts';
import type { Clock } from '../../shared/runtime.ts';

export interface CallLimit {
  readonly calls: number;
  readonly windowMs: number;
}

/**
 * The limits of Defender's reading APIs for one app (docs/facts/defender.md#reading-apis): 100 calls a minute, 1,500 an
 * hour.
 */
export const READING_LIMITS: readonly CallLimit[] = [
  { calls: 100, windowMs: 60_000 },
  { calls: 1_500, windowMs: 3_600_000 },
];

/** Why no call may be made yet. */
export interface Wait {
  /** When one may be made, in ms since 1970. */
  readonly until: number;
  /** `asked`: the service said how long; `unsaid`: it took no more calls and did not; `paced`: Airlock paces itself. */
  readonly why: 'asked' | 'unsaid' | 'paced';
}

/** Keeps one process within a service's limits, so that the service need not refuse calls. */
export interface CallBudget {
  /**
   * Asks for one call.
   * @returns null if it may be made now, and counts it
   */
  take(): Wait | null;
  /** Allows no call before the end of the pause, because the service takes none. */
  pause(pause: Pause): void;
}

/**
 * Counts calls in sliding windows, as the service does: a token bucket would let nearly twice its size through in one
 * window. Each instance has its own budget; if together they exceed the limits, they follow the service's Retry-After.
 */
export function createCallBudget(limits: readonly CallLimit[], clock: Clock): CallBudget {
  const longest = Math.max(0, ...limits.map(({ windowMs }) => windowMs));
  /** Times of the calls that still count, oldest first. */
  let made: number[] = [];
  let paused: Pause = { until: 0, asked: null };
  return {
    take() {
      const now = clock.now();
      made = made.filter((at) => at > now - longest);
      const free = Math.max(0, ...limits.map((limit) => freeAt(made, limit)));
      const until = Math.max(paused.until, free);
      if (until > now)
        return { until, why: paused.until < free ? 'paced' : paused.asked === null ? 'unsaid' : 'asked' };
      made.push(now);
      return null;
    },
    pause(pause) {
      if (pause.until > paused.until) paused = pause;
    },
  };
}

/** When the window has room for one more call. */
function freeAt(made: readonly number[], { calls, windowMs }: CallLimit): number {
  const crowding = made.at(-calls);
  return made.length < calls || crowding === undefined ? 0 : crowding + windowMs;
}
