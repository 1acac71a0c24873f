import { submitRequest } from '../../requests/submit-request.ts';
import type { CardAction } from './card-action.ts';

export const submit: CardAction = async ({ parts, sender, correlation }, { requestId, rev, reason }) => ({
  request: await submitRequest(parts, { requestId, rev, reason, actor: sender.actor, correlation }),
});
