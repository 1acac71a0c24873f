/** Used where an answer asks to wait without saying how long, in ms. */
const DEFAULT_WAIT = 60_000;

/** When an answer says it may be asked again, in ms since 1970: Retry-After in seconds or as a date (RFC 9110, 10.2.3). */
export function retryAt(headers: Headers, now: number): number {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(value)) return now + Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) || date < now ? now + DEFAULT_WAIT : date;
}
