import { approve } from './approve.ts';
import { attest } from './attest.ts';
import type { CardAction } from './card-action.ts';
import { discard } from './discard.ts';
import { reject } from './reject.ts';
import { submit } from './submit.ts';
import { view } from './view.ts';
import { withdraw } from './withdraw.ts';

/** Every verb that a card may carry. */
export const CARD_ACTIONS: ReadonlyMap<string, CardAction> = new Map(
  Object.entries({ submit, discard, approve, reject, withdraw, attest, view }),
);
