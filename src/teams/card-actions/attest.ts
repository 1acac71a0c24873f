import { attestRequest } from '../../requests/attest-request.ts';
import type { CardAction } from './card-action.ts';

export const attest: CardAction = ({ parts, sender, correlation }, { requestId, rev }) =>
  attestRequest(parts, { requestId, rev, actor: sender.actor, correlation });
