import type { Item, ItemCounts } from '../../changes/change-kind.ts';
import type { RequestId } from '../../shared/ids.ts';
import { msg } from '../../shared/language/worded.ts';
import type { Task } from './outbox.ts';

/** `unknown`: sent, and no reading told its outcome in time. */
export const ITEM_STATES = ['waiting', 'started', 'done', 'refused', 'unknown'] as const;

type ItemState = (typeof ITEM_STATES)[number];

/** An item of a request, and how far it is. Only its state counts: what it is about, the change itself says. */
export interface StoredItem extends Item {
  readonly state: ItemState;
  /** Milliseconds since 1970, when it came into this state; when it was sent, for one that is `started`. */
  readonly at: number;
  /** Defender's own reason, or why nothing is known; null for none. */
  readonly reason: string | null;
  /** Microsoft's id of what was made of it; null for none. */
  readonly externalId: string | null;
}

/** What becomes of an item. */
export interface ItemStep {
  readonly key: string;
  readonly from: ItemState;
  readonly to: ItemState;
  readonly at: number;
  readonly reason?: string;
  readonly externalId?: string;
}

export interface ItemsQuery {
  /** All states when absent. */
  readonly state?: ItemState;
  /** Only those of which no reason is stored. */
  readonly isFresh?: boolean;
  /** What their keys begin with; any when absent. */
  readonly within?: string;
  /** How many to pass over; none when absent. */
  readonly skip?: number;
  readonly limit: number;
}

/** The items of requests that are written one by one. */
export interface ItemStore {
  /**
   * In the order in which they are written.
   * @throws AirlockError record-broken where items are told that are not as recorded: all but `waiting` and `started`
   */
  items(requestId: RequestId, query: ItemsQuery): Promise<readonly StoredItem[]>;
  /** @throws AirlockError record-broken where they are not as recorded */
  itemCounts(requestId: RequestId): Promise<ItemCounts>;
  /** Whether all that is stored of them is what the last entry on them tells. */
  itemsAsRecorded(requestId: RequestId): Promise<boolean>;
  /**
   * Moves items on, all of them or none, and tells in the record how far they are then.
   * @param task whose claim must still hold
   * @throws AirlockError rev-conflict where the claim was lost, or an item is not in the state it is moved from;
   * record-broken where they are not as recorded
   */
  moveItems(requestId: RequestId, task: Task, steps: readonly ItemStep[]): Promise<void>;
}

/** The reason of an item that was sent, and that readings showed not to be there for as long as that may take. */
export const NEVER_SHOWN = msg`sent, and readings show for hours that it is not there: it counts as not written`;

/** The reason of an item that Defender answered as taken: it is known that it arrived. */
export const ACCEPTED = msg`Defender accepted it, and no reading shows it so far.`;
