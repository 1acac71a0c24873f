/** The longest wait to accept, in ms: the limits of Teams, Graph and Defender cover an hour at most. */
const LONGEST_WAIT = 3_600_000;

/** The wait in ms where an answer does not say how long. */
const DEFAULT_WAIT = 60_000;

/** `Tue, 24 Nov 2026 03:00:00 GMT`: the only date format that servers send (RFC 9110, 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads Retry-After, in seconds or as a date (RFC 9110, 10.2.3).
 * @param value the header's value; ignored unless it is a string
 * @param now ms since 1970
 * @returns ms since 1970, from `now` to an hour later; null where the value is unreadable or the date is past
 */
export function readRetryAfter(value: unknown, now: number): number | null {
  const at = askedAfter(value, now);
  return at === null ? null : Math.min(at, now + LONGEST_WAIT);
}

/** The same, however far it is. */
function askedAfter(value: unknown, now: number): number | null {
  const text = typeof value === 'string' ? value.trim() : '';
  const at = /^\d+$/.test(text) ? now + Number(text) * 1_000 : HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return at >= now ? at : null;
}

/** How long a service is not called. */
export interface Pause {
  /** When it is called again, in ms since 1970. */
  readonly until: number;
  /** When the service asked to be called again, which may be later; null where it did not say. */
  readonly asked: number | null;
}

/** As `retryAt`, and whether the service asked for it or it is Airlock's own choice. */
export function pauseOf(headers: Headers, now: number): Pause {
  return { until: retryAt(headers, now), asked: askedAfter(headers.get('retry-after'), now) };
}

/** When the service may be called again, in ms since 1970: as the answer says, or in a minute where it does not say. */
export function retryAt(headers: Headers, now: number): number {
  return readRetryAfter(headers.get('retry-after'), now) ?? now + DEFAULT_WAIT;
}
