/**
 * How many calls one client may make. Defender's documented limits for its reading APIs are 100 a minute and 1500 an
 * hour.
 */
export interface ThrottleLimits {
  readonly perMinute: number;
  readonly perHour: number;
}

export const DOCUMENTED_LIMITS: ThrottleLimits = { perMinute: 100, perHour: 1500 };
const MINUTE = 60_000;
const HOUR = 3_600_000;

/**
 * Counts the calls of each client in sliding windows.
 * @param now milliseconds, passed to each call of the result
 * @returns a function that returns null if the call may pass, and counts it; otherwise the seconds to wait
 */
export function throttle(limits: ThrottleLimits): (client: string, now: number) => number | null {
  const calls = new Map<string, number[]>();
  return (client, now) => {
    const recent = (calls.get(client) ?? []).filter((at) => at > now - HOUR);
    calls.set(client, recent);
    const waits = [
      waitFor(recent, limits.perHour, HOUR, now),
      waitFor(
        recent.filter((at) => at > now - MINUTE),
        limits.perMinute,
        MINUTE,
        now,
      ),
    ];
    const wait = Math.max(...waits);
    if (wait > 0) return Math.ceil(wait / 1000);
    recent.push(now);
    return null;
  };
}

function waitFor(calls: readonly number[], limit: number, window: number, now: number): number {
  const oldest = calls[calls.length - limit];
  return calls.length < limit || oldest === undefined ? 0 : oldest + window - now;
}
