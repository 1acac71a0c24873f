/**
 * How long to wait before the next try, in ms. `attempts`: how many tries failed before the one that just did, 0 at
 * first. `jitter`: a random share, 0 to 1, by which the pause grows, so that many do not come back at once.
 *
 * Kept by hand: the libraries for it wrap a call that is awaited until it succeeds. Here the pause is stored with a
 * task or a message, and whichever instance is up then makes the next try.
 */
export type Backoff = (attempts: number, jitter?: number) => number;

/** These pauses one after the other, then the last one for good. */
export function pausesOf(first: number, ...more: readonly number[]): Backoff {
  const pauses = [first, ...more];
  const last = more.at(-1) ?? first;
  return (attempts, jitter = 0) => (pauses[attempts] ?? last) * (1 + jitter);
}

/** Twice as long each time, up to the longest. */
export function doubling(first: number, longest: number): Backoff {
  return (attempts, jitter = 0) => Math.min(longest, first * 2 ** attempts) * (1 + jitter);
}

/**
 * When to try again, in ms since 1970: after the pause, but not before the time that the service named.
 * @param asked `details.retryAt` of an AirlockError; anything but a number says nothing
 */
export function nextTry(now: number, pause: number, asked: unknown): number {
  return Math.max(now + pause, typeof asked === 'number' ? asked : 0);
}

/** How long a stored row that cannot be read is left alone, in ms; it is reported again after that. */
export const UNREADABLE_PAUSE = 3_600_000;
