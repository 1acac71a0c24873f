import { AirlockError } from './errors.ts';

/**
 * Why an exchange ended without an answer: `invalid` the request could not be made, `unreachable` no connection,
 * `timed-out` the time was up, `cut` the connection broke.
 */
export type TransportReason = 'invalid' | 'unreachable' | 'timed-out' | 'cut';

/**
 * No answer came. Each client turns it into a code of its own, so that it never leaves them; it holds neither address, headers nor body.
 */
export class TransportError extends AirlockError {
  readonly reason: TransportReason;

  constructor(reason: TransportReason) {
    super('internal', 'A service gave no answer.', { details: { reason } });
    this.name = 'TransportError';
    this.reason = reason;
  }

  /** False only where the service certainly never saw the request. */
  get mayHaveArrived(): boolean {
    return this.reason === 'timed-out' || this.reason === 'cut';
  }
}
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

/** Certificates are checked before a byte of the request is sent. */
const TLS_REFUSED = /^(ERR_TLS_|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_|UNABLE_TO_)/;

/** System calls that come before a connection stands. */
const BEFORE_CONNECTION: readonly unknown[] = ['connect', 'getaddrinfo'];

/** Reads what `fetch` threw: whatever does not prove that nothing was sent counts as a connection that broke. */
export function transportReason(error: unknown): Extract<TransportReason, 'unreachable' | 'cut'> {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (neverConnected(at)) return 'unreachable';
  }
  return 'cut';
}

function neverConnected(error: Error): boolean {
  if (error instanceof AggregateError) {
    return error.errors.length > 0 && error.errors.every((one) => one instanceof Error && neverConnected(one));
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || TLS_REFUSED.test(code)) return true;
  return 'syscall' in error && BEFORE_CONNECTION.includes(error.syscall);
}
