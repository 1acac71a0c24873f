import { submitRequest } from '../../requests/submit-request.ts';
import type { CardAction } from './card-action.ts';

export const submit: CardAction = ({ parts, sender, correlation }, { requestId, rev, reason }) =>
  submitRequest(parts, { requestId, rev, reason, actor: sender.actor, correlation });
