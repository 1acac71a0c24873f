import { approveRequest } from '../../requests/approve-request.ts';
import { loadRequest } from '../../requests/current-request.ts';
import { assertShownWhole } from '../assert-shown-whole.ts';
import type { CardAction } from './card-action.ts';

export const approve: CardAction = async ({ parts, sender, correlation }, { requestId, rev }) => {
  assertShownWhole(await loadRequest(parts, requestId));
  return { request: await approveRequest(parts, { requestId, rev, actor: sender.actor, correlation }) };
};
