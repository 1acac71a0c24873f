import { attestRequest } from '../../requests/attest-request.ts';
import type { CardAction } from './card-action.ts';

export const attest: CardAction = async ({ parts, sender, correlation }, { requestId, rev }) => ({
  request: await attestRequest(parts, { requestId, rev, actor: sender.actor, correlation }),
});
