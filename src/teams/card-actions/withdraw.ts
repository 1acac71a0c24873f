import { withdrawRequest } from '../../requests/withdraw-request.ts';
import type { CardAction } from './card-action.ts';

export const withdraw: CardAction = async ({ parts, sender, correlation }, { requestId, rev }) => ({
  request: await withdrawRequest(parts, { requestId, rev, actor: sender.actor, correlation }),
});
