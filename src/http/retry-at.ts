/** Used where an answer asks to wait without saying how long, in ms. */
const DEFAULT_WAIT = 60_000;

/** `Tue, 24 Nov 2026 03:00:00 GMT`: the one form of a date that is sent (RFC 9110, 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** When an answer says it may be asked again, in ms since 1970: Retry-After in seconds or as a date (RFC 9110, 10.2.3); else in a minute. */
export function retryAt(headers: Headers, now: number): number {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(value)) return now + Number(value) * 1_000;
  const date = HTTP_DATE.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) || date < now ? now + DEFAULT_WAIT : date;
}
