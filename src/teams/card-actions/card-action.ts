import type { Turn } from '../turn.ts';
import type { RequestPress } from './request-press.ts';
import type { Shown } from './shown.ts';

/** What a button of a request's card does. @throws AirlockError with the sentence to show on the card. */
export type CardAction = (turn: Turn, press: RequestPress) => Promise<Shown>;
