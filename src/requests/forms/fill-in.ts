import { checkWish } from '../../changes/device-group/input/validate-input.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import { formSentence } from '../messages/state-words.ts';
import type { NewTask } from '../ports/outbox.ts';
import type { Parts } from '../ports/services.ts';
import { type Form, type FormWish, goesOn } from '../record/form.ts';
import type { Actor } from '../record/request.ts';
import { holdsTyped, lapseForm, openUntil, putAway, stepForm } from '../rules/form-steps.ts';

/** A button of a form's card, pressed: everything that stands in its inputs comes along, whatever was pressed. */
export interface FormPress {
  readonly formId: string;
  readonly rev: number;
  readonly actor: Actor;
  readonly correlation: string;
  /** What is typed, right or wrong. */
  readonly wish: FormWish;
}

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
 * The requester drops what is in the form. Where a draft was edited, the draft stays as it was.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict
 */
export function closeForm(parts: Parts, press: Omit<FormPress, 'wish'>): Promise<Form> {
  return pressedForm(parts, press, {
    isTaken: (form) => !goesOn(form),
    async take(form) {
      const away = await putAway(parts, form);
      await parts.store.send({ posts: [], tasks: [], ...away });
      return away.form.form;
    },
  });
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

/**
 * Keeps what was typed so far; nothing is checked. What was wrong with a row of conditions is forgotten, since rows may have moved.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, input-invalid
 */
export function keepForm(parts: Parts, press: FormPress): Promise<Form> {
  return pressedForm(parts, press, {
    isTaken: (form) => holdsTyped(form, press.wish),
    take: (form) =>
      stepForm(parts, form, {
        wish: typedInto(form, press.wish),
        faults: form.faults.filter(({ field }) => !field.startsWith('conditions.')),
        deadline: openUntil(parts, form),
      }),
  });
}

/**
 * The requester sends the form: it stays open with every fault that can be seen without the tenant, or goes on to be checked against it.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, input-invalid
 */
export function submitForm(parts: Parts, press: FormPress): Promise<Form> {
  return pressedForm(parts, press, {
    isTaken: (form) => holdsTyped(form, press.wish) && (form.state !== 'open' || form.faults.length > 0),
    take(form) {
      const wish = typedInto(form, press.wish);
      const faults = checkWish(wish);
      const deadline = openUntil(parts, form);
      if (faults.length > 0) return stepForm(parts, form, { wish, faults, deadline });
      const tasks = [checkTask(parts, form, press.correlation)];
      return stepForm(parts, form, { wish, faults: [], state: 'checking', deadline }, { tasks });
    },
  });
}

function checkTask(parts: Parts, form: Form, correlation: string): NewTask {
  const rev = form.rev + 1;
  return {
    key: `${form.id}:check:${rev}`,
    kind: 'check-form',
    tenantId: parts.tenantId,
    requestId: null,
    payload: asJson({ formId: form.id, rev }),
    dueAt: parts.clock.now(),
    correlation,
  };
}
