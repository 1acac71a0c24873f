import type { Json } from '../shared/json.ts';

/** What an approval is bound to: the touched objects as they were, and what the approver was shown would follow. */
export interface Base {
  /** Compared at the click, at apply and right before the write; also the pre-image that a revert restores. */
  readonly objects: Json;
  /** Compared at the click and at apply; null where nothing follows from the change. */
  readonly preview: Json;
  /**
   * What was shown besides, which changes by itself (names, totals): part of the digest, never compared. Null where
   * there is nothing.
   */
  readonly shown: Json;
}
