import type { Request } from '../../requests/request.ts';
import type { Turn } from '../turn.ts';
import type { CardPress } from './card-press.ts';

/** What a button does. @returns the request after it. @throws AirlockError with the sentence to show on the card. */
export type CardAction = (turn: Turn, press: CardPress) => Promise<Request>;
