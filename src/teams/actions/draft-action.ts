import { submitRequest } from '../../requests/deciding/submit.ts';
import { discardRequest } from '../../requests/drafting/discard.ts';
import { editDraft } from '../../requests/drafting/edit.ts';
import { type CardActionHandler, pressed } from './parse-action.ts';

export const submit: CardActionHandler = async (turn, action) => ({
  request: await submitRequest(turn.services, { ...pressed(turn, action), reason: action.reason }),
});

export const discard: CardActionHandler = async (turn, action) => ({
  request: await discardRequest(turn.services, pressed(turn, action)),
});

export const edit: CardActionHandler = async (turn, action) => ({
  form: await editDraft(turn.services, pressed(turn, action)),
});
