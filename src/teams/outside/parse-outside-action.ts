import { z } from 'zod';
import type { IncomingAction } from '../actions/parse-action.ts';

/** Every verb that the card of a change outside Airlock may carry. */
export const OUTSIDE_VERBS = ['adopt', 'revert-outside'] as const;

export type OutsideVerb = (typeof OUTSIDE_VERBS)[number];

/** Everything that such a card carries. */
const carried = z.strictObject({
  outsideId: z.uuid().toLowerCase(),
  /** The place of the change on the card, from 0. */
  item: z.int().min(0).max(99).default(0),
});

/** An action on the card of a change outside Airlock. */
export interface IncomingOutsideAction {
  readonly isManual: boolean;
  readonly id: string;
  readonly item: number;
}

/** @returns null when the data does not come from such a card. */
export function parseOutsideAction({ isManual, data }: IncomingAction): IncomingOutsideAction | null {
  const known = carried.safeParse(data);
  return known.success ? { isManual, id: known.data.outsideId, item: known.data.item } : null;
}
