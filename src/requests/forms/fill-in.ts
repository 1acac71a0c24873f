import { validateInput } from '../../changes/device-group/input/validate-input.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import { formSentence } from '../messages/state-words.ts';
import type { NewTask } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { type Form, type FormInput, isActive } from '../record/form.ts';
import type { Actor } from '../record/request.ts';
import { closeForm, expireForm, formDeadline, holdsTyped, saveForm } from '../rules/form-steps.ts';

/** A button of a form's card, pressed: everything that stands in its inputs comes along, whatever was pressed. */
export interface FormAction {
  readonly formId: string;
  readonly rev: number;
  readonly actor: Actor;
  readonly correlation: string;
  /** What is typed, right or wrong. */
  readonly input: FormInput;
}

export interface FormActionStep {
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
export async function takeFormAction(
  services: Services,
  press: Pick<FormAction, 'formId' | 'rev' | 'actor'>,
  act: FormActionStep,
): Promise<Form> {
  const form = await ownForm(services, press);
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
    const now = await ownForm(services, press);
    if (act.isTaken(now)) return now;
    throw error;
  }
}

async function ownForm(services: Services, { formId, actor }: Pick<FormAction, 'formId' | 'actor'>): Promise<Form> {
  const found = await services.store.form(services.tenantId, formId);
  if (!found) throw new AirlockError('not-found', 'There is no such form here. Write the command again.');
  if (actor.oid !== found.requester.oid) {
    throw new AirlockError(
      'not-allowed',
      `Only ${found.requester.name} can fill in this form. Write your own command to ask for a change.`,
    );
  }
  return expireForm(services, found);
}

/**
 * The requester drops what is in the form. Where a draft was edited, the draft stays as it was.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict
 */
export function dropForm(services: Services, press: Omit<FormAction, 'input'>): Promise<Form> {
  return takeFormAction(services, press, {
    isTaken: (form) => !isActive(form),
    async take(form) {
      const away = await closeForm(services, form);
      await services.store.send({ messages: [], tasks: [], ...away });
      return away.form.form;
    },
  });
}

/**
 * What was typed, as it is kept: a form asks about one thing from its first card to its last, whatever a press says.
 * @throws AirlockError input-invalid
 */
export function typedInto(form: Form, typed: FormInput): FormInput {
  if (typed.kind !== form.input.kind) {
    throw new AirlockError('input-invalid', 'This card does not belong to this form. Nothing was taken from it.');
  }
  return typed.kind === 'device-group.update' && form.input.kind === typed.kind
    ? { ...typed, group: form.input.group }
    : typed;
}

/**
 * Keeps what was typed so far; nothing is checked. What was wrong with a row of conditions is forgotten, since rows may have moved.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, input-invalid
 */
export function keepForm(services: Services, press: FormAction): Promise<Form> {
  return takeFormAction(services, press, {
    isTaken: (form) => holdsTyped(form, press.input),
    take: (form) =>
      saveForm(services, form, {
        input: typedInto(form, press.input),
        faults: form.faults.filter(({ field }) => !field.startsWith('conditions.')),
        deadline: formDeadline(services, form),
      }),
  });
}

/**
 * The requester sends the form: it stays open with every fault that can be seen without the tenant, or goes on to be checked against it.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, input-invalid
 */
export function submitForm(services: Services, press: FormAction): Promise<Form> {
  return takeFormAction(services, press, {
    isTaken: (form) => holdsTyped(form, press.input) && (form.state !== 'open' || form.faults.length > 0),
    take(form) {
      const input = typedInto(form, press.input);
      const faults = validateInput(input);
      const deadline = formDeadline(services, form);
      if (faults.length > 0) return saveForm(services, form, { input, faults, deadline });
      const tasks = [checkTask(services, form, press.correlation)];
      return saveForm(services, form, { input, faults: [], state: 'checking', deadline }, { tasks });
    },
  });
}

function checkTask(services: Services, form: Form, correlation: string): NewTask {
  const rev = form.rev + 1;
  return {
    key: `${form.id}:check:${rev}`,
    kind: 'check-form',
    tenantId: services.tenantId,
    requestId: null,
    payload: asJson({ formId: form.id, rev }),
    dueAt: services.clock.now(),
    correlation,
  };
}
