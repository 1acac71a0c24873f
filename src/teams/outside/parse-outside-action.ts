import { z } from 'zod';
import type { IncomingAction } from '../actions/parse-action.ts';

/** Every verb that the card of a change outside Airlock may carry. */
export const OUTSIDE_VERBS = ['adopt', 'revert-outside', 'outside-show'] as const;

export type OutsideVerb = (typeof OUTSIDE_VERBS)[number];

/** Everything that such a card carries. */
const carried = z.strictObject({
  outsideId: z.uuid().toLowerCase(),
  /** Of what the card shows; empty on one that an earlier version drew, and beside another button than Adopt. */
  digest: z.string().max(64).default(''),
  /** The place of the change on the card, from 0. */
  item: z.int().min(0).max(99).default(0),
  /** The page of the list from which it was opened, from 1; 0 where it was not. */
  page: z.int().min(0).max(1_000_000).default(0),
});

/** What the list of them carries, besides what its rows do: the page to show, from 1. */
const listed = z.strictObject({ page: z.int().min(1).max(1_000_000).default(1) });

/** The verb that shows a page of the list. */
export const OUTSIDE_LIST_VERB = 'outside-list';

/** An action on the card of a change outside Airlock. */
export interface IncomingOutsideAction {
  readonly isManual: boolean;
  readonly id: string;
  readonly digest: string;
  readonly item: number;
  readonly page: number;
}

/** @returns null when the data does not come from such a card. */
export function parseOutsideAction({ isManual, data }: IncomingAction): IncomingOutsideAction | null {
  const known = carried.safeParse(data);
  if (!known.success) return null;
  const { outsideId: id, digest, item, page } = known.data;
  return { isManual, id, digest, item, page };
}

/** @returns null when the data does not come from the list. */
export function parseOutsideList({ data }: IncomingAction): { readonly page: number } | null {
  return listed.safeParse(data).data ?? null;
}
