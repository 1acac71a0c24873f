import { discardRequest } from '../../requests/discard-request.ts';
import type { CardAction } from './card-action.ts';

export const discard: CardAction = async ({ parts, sender, correlation }, { requestId, rev }) => ({
  request: await discardRequest(parts, { requestId, rev, actor: sender.actor, correlation }),
});
