import { canonical, type Json } from '../shared/json.ts';

/** What an approval is bound to: the affected objects as they were, and the consequences that the approver saw. */
export interface Base {
  /** Compared when somebody approves, at apply and right before the write. A revert restores this state. */
  readonly objects: Json;
  /** Compared when somebody approves and at apply; null if the change has no consequences for devices. */
  readonly preview: Json;
  /**
   * Whatever else was shown (names, totals). It is part of the digest but never compared, since it changes without any
   * change to what was approved. Null if there is nothing.
   */
  readonly shown: Json;
}

/** Whether the affected objects of two bases are the same. */
export function sameObjects(one: Pick<Base, 'objects'>, other: Pick<Base, 'objects'>): boolean {
  return canonical(one.objects) === canonical(other.objects);
}
