import { submitRequest } from '../../requests/deciding/submit.ts';
import { discardRequest } from '../../requests/drafting/discard.ts';
import { editDraft } from '../../requests/drafting/edit.ts';
import type { CardAction } from './parse-action.ts';

export const submit: CardAction = async ({ parts, sender, correlation }, { requestId, rev, reason }) => ({
  request: await submitRequest(parts, { requestId, rev, reason, actor: sender.actor, correlation }),
});

export const discard: CardAction = async ({ parts, sender, correlation }, { requestId, rev }) => ({
  request: await discardRequest(parts, { requestId, rev, actor: sender.actor, correlation }),
});

export const edit: CardAction = async ({ parts, sender, correlation }, { requestId, rev }) => ({
  form: await editDraft(parts, { requestId, rev, actor: sender.actor, correlation }),
});
