import { loadRequest } from '../../requests/current-request.ts';
import type { CardAction } from './card-action.ts';

/** A look, which changes nothing; also what a card's automatic refresh asks for. */
export const view: CardAction = async ({ parts }, { requestId }) => ({ request: await loadRequest(parts, requestId) });
