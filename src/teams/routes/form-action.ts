import { closeForm, keepForm, submitForm } from '../../requests/forms/fill-in.ts';
import type { Form, FormWish } from '../../requests/record/form.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { Shown } from '../actions/parse-action.ts';
import type { Turn } from '../bot/turn.ts';
import { layoutOf } from '../forms/form-card.ts';
import { withoutRow, withRow } from '../forms/form-inputs.ts';
import type { FormVerb } from '../forms/form-model.ts';
import type { FormCardPress } from '../forms/parse-form-action.ts';
import { typedWish } from '../forms/read-inputs.ts';

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

/**
 * Does what a press of a form's card asks for. Answered from the committed state: the form as it is then, with the reason above it where
 * the press was refused; the draft, where the form became one.
 * @throws AirlockError not-found
 */
export async function pressForm(turn: Turn, verb: FormVerb, press: FormCardPress): Promise<Shown> {
  const form = await formOf(turn, press.formId);
  try {
    return await current(turn, await FORM_ACTIONS[press.isManual ? verb : 'form-view'](turn, press, form));
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const { parts, correlation, sender } = turn;
    const { formId } = press;
    parts.log.info({ correlation, verb, formId, actor: sender.actor.oid, code: error.code }, 'a press was refused');
    parts.meter.count('refusals', { code: error.code });
    const tone = error.code === 'wrong-state' || error.code === 'rev-conflict' ? 'warning' : 'attention';
    return { ...(await current(turn, await formOf(turn, formId))), notice: { tone, text: error.message } };
  }
}

async function formOf({ parts }: Turn, formId: string): Promise<Form> {
  const form = await parts.store.form(parts.tenantId, formId);
  if (!form) throw new AirlockError('not-found', 'There is no such form here. Write the command again.');
  return form;
}

async function current({ parts }: Turn, form: Form): Promise<Shown> {
  if (form.state !== 'drafted' || form.requestId === null) return { form };
  const request = await parts.store.request(parts.tenantId, form.requestId);
  return request ? { request } : { form };
}
