import { withdrawRequest } from '../../requests/withdraw-request.ts';
import type { CardAction } from './card-action.ts';

export const withdraw: CardAction = ({ parts, sender, correlation }, { requestId, rev }) =>
  withdrawRequest(parts, { requestId, rev, actor: sender.actor, correlation });
