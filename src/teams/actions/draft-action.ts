import { submitRequest } from '../../requests/deciding/submit.ts';
import { discardRequest } from '../../requests/drafting/discard.ts';
import { editDraft } from '../../requests/drafting/edit.ts';
import type { CardActionHandler } from './parse-action.ts';

export const submit: CardActionHandler = async ({ services, sender, correlation }, { requestId, rev, reason }) => ({
  request: await submitRequest(services, { requestId, rev, reason, actor: sender.actor, correlation }),
});

export const discard: CardActionHandler = async ({ services, sender, correlation }, { requestId, rev }) => ({
  request: await discardRequest(services, { requestId, rev, actor: sender.actor, correlation }),
});

export const edit: CardActionHandler = async ({ services, sender, correlation }, { requestId, rev }) => ({
  form: await editDraft(services, { requestId, rev, actor: sender.actor, correlation }),
});
