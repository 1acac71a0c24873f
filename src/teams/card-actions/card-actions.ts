import { approve } from './approve.ts';
import { attest } from './attest.ts';
import type { CardAction } from './card-action.ts';
import { devices } from './devices.ts';
import { discard } from './discard.ts';
import { edit } from './edit.ts';
import { reject } from './reject.ts';
import { revert } from './revert.ts';
import { submit } from './submit.ts';
import { view } from './view.ts';
import { withdraw } from './withdraw.ts';

/** Every verb that a request's card may carry. */
export const CARD_ACTIONS: ReadonlyMap<string, CardAction> = new Map(
  Object.entries({ submit, edit, discard, approve, reject, withdraw, attest, revert, devices, view }),
);
