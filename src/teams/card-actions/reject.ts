import { rejectRequest } from '../../requests/reject-request.ts';
import type { CardAction } from './card-action.ts';

export const reject: CardAction = async ({ parts, sender, correlation }, { requestId, rev, reason }) => ({
  request: await rejectRequest(parts, { requestId, rev, reason, actor: sender.actor, correlation }),
});
