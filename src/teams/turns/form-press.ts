import { AirlockError, isAirlockError } from '../../errors.ts';
import type { Form } from '../../requests/form.ts';
import type { Shown } from '../card-actions/shown.ts';
import { FORM_ACTIONS } from '../form-actions/form-actions.ts';
import type { FormCardPress } from '../form-actions/form-press.ts';
import type { Turn } from '../turn.ts';
import type { FormVerb } from '../views/form/form-model.ts';

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
