import { AirlockError, isAirlockError } from '../errors.ts';
import type { Form } from './form.ts';
import type { FormPress } from './form-press.ts';
import { formSentence } from './form-sentence.ts';
import { lapseForm } from './lapse-form.ts';
import type { Parts } from './parts.ts';

export interface FormAct {
  /** Whether the form as it is shows that this very press was taken before; then it is answered by the form and nothing else happens. */
  readonly isTaken: (form: Form) => boolean;
  /** Takes the step, from an open form at the rev that was pressed. */
  readonly take: (form: Form) => Promise<Form>;
}

/**
 * A press on a form's card, by the person whose form it is and nobody else. Delivered twice, at whatever moment, it counts once; pressed on
 * a card that has been overtaken it takes nothing.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict
 */
export async function pressedForm(
  parts: Parts,
  press: Pick<FormPress, 'formId' | 'rev' | 'actor'>,
  act: FormAct,
): Promise<Form> {
  const form = await ownForm(parts, press);
  if (press.rev < form.rev && act.isTaken(form)) return form;
  if (form.state !== 'open') throw new AirlockError('wrong-state', formSentence(form));
  if (press.rev !== form.rev) {
    throw new AirlockError(
      'rev-conflict',
      'Your card was out of date, so what stood on it was not taken. This is the form as it is now.',
    );
  }
  try {
    return await act.take(form);
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    const now = await ownForm(parts, press);
    if (act.isTaken(now)) return now;
    throw error;
  }
}

async function ownForm(parts: Parts, { formId, actor }: Pick<FormPress, 'formId' | 'actor'>): Promise<Form> {
  const found = await parts.store.form(parts.tenantId, formId);
  if (!found) throw new AirlockError('not-found', 'There is no such form here. Write the command again.');
  if (actor.oid !== found.requester.oid) {
    throw new AirlockError(
      'not-allowed',
      `Only ${found.requester.name} can fill in this form. Write your own command to ask for a change.`,
    );
  }
  return lapseForm(parts, found);
}
