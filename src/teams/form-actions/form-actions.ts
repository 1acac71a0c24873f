import { closeForm } from '../../requests/close-form.ts';
import type { Form, FormWish } from '../../requests/form.ts';
import { keepForm } from '../../requests/keep-form.ts';
import { submitForm } from '../../requests/submit-form.ts';
import { withoutRow, withRow } from '../forms/change-rows.ts';
import { typedWish } from '../forms/typed-wish.ts';
import type { Turn } from '../turn.ts';
import type { FormVerb } from '../views/form/form-model.ts';
import { layoutOf } from '../views/form/form-view.ts';
import type { FormCardPress } from './form-press.ts';

/** What a button of a form's card does. @returns the form after it. @throws AirlockError with the sentence to show on the card. */
export type FormAction = (turn: Turn, press: FormCardPress, form: Form) => Promise<Form>;

/** Every verb that a form's card may carry. */
export const FORM_ACTIONS: Readonly<Record<FormVerb, FormAction>> = {
  /** A look, which changes nothing; also what a card's automatic refresh asks for. */
  'form-view': async (_turn, _press, form) => form,
  'form-add': (turn, press, form) => keepForm(turn.parts, typed(turn, press, form, withRow)),
  'form-remove': (turn, press, form) =>
    keepForm(
      turn.parts,
      typed(turn, press, form, (wish) => (press.row === null ? wish : withoutRow(wish, press.row))),
    ),
  'form-check': (turn, press, form) => submitForm(turn.parts, typed(turn, press, form)),
  'form-discard': ({ parts, sender, correlation }, { formId, rev }) =>
    closeForm(parts, { formId, rev, actor: sender.actor, correlation }),
};

function typed(
  { sender, correlation }: Turn,
  { formId, rev, inputs }: FormCardPress,
  form: Form,
  change: (wish: FormWish) => FormWish = (wish) => wish,
) {
  const wish = change(typedWish(form, inputs, layoutOf(form)));
  return { formId, rev, actor: sender.actor, correlation, wish };
}
