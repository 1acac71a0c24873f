/** The longest wait that is granted, in ms: Teams, Graph and Defender count their limits over an hour at most. */
const LONGEST_WAIT = 3_600_000;

/** Used where an answer asks to wait without saying how long, in ms. */
const DEFAULT_WAIT = 60_000;

/** `Tue, 24 Nov 2026 03:00:00 GMT`: the one form of a date that is sent (RFC 9110, 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads Retry-After, in seconds or as a date (RFC 9110, 10.2.3).
 * @param value as the header holds it; whatever is no text says nothing
 * @param now ms since 1970
 * @returns ms since 1970, from `now` to an hour later; null where nothing can be read, or the date is past
 */
export function readRetryAfter(value: unknown, now: number): number | null {
  const text = typeof value === 'string' ? value.trim() : '';
  const at = /^\d+$/.test(text) ? now + Number(text) * 1_000 : HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return at >= now ? Math.min(at, now + LONGEST_WAIT) : null;
}

/** When an answer says that the service may be asked again, in ms since 1970; in a minute where it does not say. */
export function retryAt(headers: Headers, now: number): number {
  return readRetryAfter(headers.get('retry-after'), now) ?? now + DEFAULT_WAIT;
}
