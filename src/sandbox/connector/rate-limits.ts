import { AirlockError } from '../../shared/errors.ts';

/**
 * Counts one operation on a conversation.
 * @throws a refusal 429 whose details hold `retryAfter`, in seconds
 */
export function throttle(limits: RateLimits, key: string): void {
  const retryAfter = limits.take(key);
  if (retryAfter === 0) return;
  throw new AirlockError('input-invalid', 'API calls quota exceeded for this conversation.', {
    details: { status: 429, wireCode: 'Throttled', retryAfter },
  });
}

/** How many operations may start within a number of milliseconds. */
export interface Limit {
  readonly count: number;
  readonly spanMs: number;
}

/**
 * Teams' documented limits for one bot in one conversation: first for sending and creating, then for reading members
 * and channels (learn: rate-limit).
 */
export const SEND_LIMITS: readonly Limit[] = [
  { count: 7, spanMs: 1_000 },
  { count: 8, spanMs: 2_000 },
  { count: 60, spanMs: 30_000 },
  { count: 1_800, spanMs: 3_600_000 },
];

export const READ_LIMITS: readonly Limit[] = [
  { count: 14, spanMs: 1_000 },
  { count: 16, spanMs: 2_000 },
  { count: 120, spanMs: 30_000 },
  { count: 3_600, spanMs: 3_600_000 },
];

/**
 * Keeps each key within its limits. `take` returns 0 if the operation may proceed, otherwise the whole seconds to wait.
 * Refused operations do not count.
 */
export class RateLimits {
  readonly #limits: readonly Limit[];
  readonly #now: () => number;
  readonly #taken = new Map<string, number[]>();

  constructor(limits: readonly Limit[], now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  take(key: string): number {
    const now = this.#now();
    const longest = Math.max(...this.#limits.map((limit) => limit.spanMs));
    const taken = (this.#taken.get(key) ?? []).filter((at) => now - at < longest);
    this.#taken.set(key, taken);
    const waitMs = Math.max(0, ...this.#limits.map((limit) => waitFor(limit, taken, now)));
    if (waitMs === 0) taken.push(now);
    return Math.ceil(waitMs / 1_000);
  }
}

function waitFor(limit: Limit, taken: readonly number[], now: number): number {
  const within = taken.filter((at) => now - at < limit.spanMs);
  if (within.length < limit.count) return 0;
  const mustLeave = within[within.length - limit.count] ?? now;
  return Math.max(1, mustLeave + limit.spanMs - now);
}
