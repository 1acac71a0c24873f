import { asJson, canonical } from '../changes/json.ts';
import { AirlockError, isAirlockError } from '../errors.ts';
import type { Form, FormWish } from './form.ts';
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

/**
 * What was typed, as it is kept: a form asks about one thing from its first card to its last, whatever a press says.
 * @throws AirlockError input-invalid
 */
export function typedInto(form: Form, typed: FormWish): FormWish {
  if (typed.kind !== form.wish.kind) {
    throw new AirlockError('input-invalid', 'This card does not belong to this form. Nothing was taken from it.');
  }
  return typed.kind === 'device-group.update' && form.wish.kind === typed.kind
    ? { ...typed, group: form.wish.group }
    : typed;
}

/** Whether the form holds exactly what was typed. */
export function holdsTyped(form: Form, typed: FormWish): boolean {
  return canonical(asJson(form.wish)) === canonical(asJson(typed));
}
