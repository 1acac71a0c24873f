import type { OutboxMessage } from './outbox.ts';

/** What now stands in Teams. */
interface Delivered {
  readonly activityId: string;
  /** The rev of the request that the card shows; 0 for an answer. */
  readonly rev: number;
}

/** Says things in Teams: the outbound port of the jobs. */
export interface Messenger {
  /**
   * Renders the message from the state as it is now and sends it, or updates the message that stands already.
   * @throws AirlockError delivery-failed (details.retryAt in ms since 1970 when Teams named one), delivery-gone when
   * trying again is useless.
   */
  deliver(message: OutboxMessage): Promise<Delivered>;
}
