import { editDraft } from '../../requests/edit-draft.ts';
import type { CardAction } from './card-action.ts';

export const edit: CardAction = async ({ parts, sender, correlation }, { requestId, rev }) => ({
  form: await editDraft(parts, { requestId, rev, actor: sender.actor, correlation }),
});
