/**
 * How long to wait before the next try, in ms. `attempts`: how many tries failed before the latest failure; 0 after the
 * first failure. `jitter`: a random share, 0 to 1, that is added to the pause, so that many clients do not retry at the
 * same moment.
 *
 * Written by hand: the libraries wrap a call and await it until it succeeds. Here the pause is stored with a task or a
 * message, and any instance that is running by then makes the next try.
 */
export type Backoff = (attempts: number, jitter?: number) => number;

/** Uses these pauses in order, then repeats the last one. */
export function pausesOf(first: number, ...more: readonly number[]): Backoff {
  const pauses = [first, ...more];
  const last = more.at(-1) ?? first;
  return (attempts, jitter = 0) => (pauses[attempts] ?? last) * (1 + jitter);
}

/** Doubles the pause after each try, up to the longest. */
export function doubling(first: number, longest: number): Backoff {
  return (attempts, jitter = 0) => Math.min(longest, first * 2 ** attempts) * (1 + jitter);
}

/**
 * When to try again, in ms since 1970: after the pause, and not before the time that the service asked for.
 * @param asked `details.retryAt` of an AirlockError; ignored unless it is a number
 */
export function nextTry(now: number, pause: number, asked: unknown): number {
  return Math.max(now + pause, typeof asked === 'number' ? asked : 0);
}

/** How long a stored row that cannot be read is left alone, in ms; it is reported again after that. */
export const UNREADABLE_PAUSE = 3_600_000;
