import { discardRequest } from '../../requests/discard-request.ts';
import type { CardAction } from './card-action.ts';

export const discard: CardAction = ({ parts, sender, correlation }, { requestId, rev }) =>
  discardRequest(parts, { requestId, rev, actor: sender.actor, correlation });
