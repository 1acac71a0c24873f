import { AirlockError } from '../errors.ts';

/**
 * Why an exchange ended without an answer. `invalid`: the request could not be built. `unreachable`: no connection.
 * `timed-out`: the time was up. `cut`: the connection broke.
 */
export type TransportReason = 'invalid' | 'unreachable' | 'timed-out' | 'cut';

/**
 * No answer came. Each client replaces this error with one of its own code, so callers of a client never see it. It
 * holds no address, headers or body.
 */
export class TransportError extends AirlockError {
  readonly reason: TransportReason;

  constructor(reason: TransportReason) {
    super('internal', 'A service gave no answer.', { details: { reason } });
    this.name = 'TransportError';
    this.reason = reason;
  }

  /** False only where it is certain that the service never received the request. */
  get mayHaveArrived(): boolean {
    return this.reason === 'timed-out' || this.reason === 'cut';
  }
}

/** Codes of certificate faults. Certificates are checked before a byte of the request is sent. */
const TLS_REFUSED = /^(ERR_TLS_|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_|UNABLE_TO_)/;

/** System calls made before a connection is open. */
const BEFORE_CONNECTION: readonly unknown[] = ['connect', 'getaddrinfo'];

/** Classifies what `fetch` threw. Unless the error proves that nothing was sent, it counts as a broken connection. */
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
