import type { OutboxMessage } from './outbox.ts';

/** What Teams shows now. */
interface Delivered {
  readonly activityId: string;
  /** The rev of the request that the card shows; 0 for an answer. */
  readonly rev: number;
}

/** Delivers messages to Teams; the outbound port of the jobs. */
export interface Messenger {
  /**
   * Renders the message from the current state and sends it, or updates the message that Teams shows already.
   * @throws AirlockError delivery-failed (details.retryAt in ms since 1970 when Teams named one), delivery-gone when
   * trying again is useless.
   */
  deliver(message: OutboxMessage): Promise<Delivered>;
}
