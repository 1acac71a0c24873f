import type { Json } from './json.ts';

/** What an approval is bound to: the touched objects as they were, and what the approver was shown would follow. */
export interface Base {
  /** Compared at the click, at apply and right before the write. */
  readonly objects: Json;
  /** Compared at the click and at apply; null where nothing follows from the change. */
  readonly preview: Json;
}
