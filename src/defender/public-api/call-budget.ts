import type { Pause } from '../../shared/http/retry-after.ts';
import type { Clock } from '../../shared/runtime.ts';

export interface CallLimit {
  readonly calls: number;
  readonly windowMs: number;
  /** How many of them are kept for urgent calls; none where absent. */
  readonly kept?: number;
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
  /**
   * `asked`: the service said how long; `unsaid`: it took no more calls and did not; `paced`: Airlock paces itself;
   * `kept`: what is left is kept for urgent calls.
   */
  readonly why: 'asked' | 'unsaid' | 'paced' | 'kept';
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

/** A budget of which a part is kept for calls that must not wait for others. */
export interface SharedBudget extends CallBudget {
  /** Takes from the whole budget, with what is kept. */
  readonly urgent: CallBudget;
}

/**
 * Counts calls in sliding windows, as the service does: a token bucket would let nearly twice its size through in one
 * window. Each instance has its own budget; if together they exceed the limits, they follow the service's Retry-After.
 */
export function createCallBudget(limits: readonly CallLimit[], clock: Clock): SharedBudget {
  const longest = Math.max(0, ...limits.map(({ windowMs }) => windowMs));
  /** Times of the calls that still count, oldest first. */
  let made: number[] = [];
  let paused: Pause = { until: 0, asked: null };
  function take(isUrgent: boolean): Wait | null {
    const now = clock.now();
    made = made.filter((at) => at > now - longest);
    const all = Math.max(0, ...limits.map((limit) => freeAt(made, limit)));
    const free = isUrgent ? all : Math.max(0, ...limits.map((limit) => freeAt(made, unkept(limit))));
    const until = Math.max(paused.until, free);
    if (until <= now) {
      made.push(now);
      return null;
    }
    if (paused.until < free) return { until, why: all > now ? 'paced' : 'kept' };
    return { until, why: paused.asked === null ? 'unsaid' : 'asked' };
  }
  const pause = (asked: Pause) => {
    if (asked.until > paused.until) paused = asked;
  };
  return { take: () => take(false), pause, urgent: { take: () => take(true), pause } };
}

function unkept({ calls, windowMs, kept = 0 }: CallLimit): CallLimit {
  return { calls: calls - kept, windowMs };
}

/** When the window has room for one more call. */
function freeAt(made: readonly number[], { calls, windowMs }: CallLimit): number {
  const crowding = made.at(-calls);
  return made.length < calls || crowding === undefined ? 0 : crowding + windowMs;
}
