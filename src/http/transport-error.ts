import { AirlockError } from '../errors.ts';

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
