import type { FormInput } from '../../changes/device-group/input/group-input.ts';
import type { Standing } from '../../changes/device-group/input/standing.ts';
import { validateInput } from '../../changes/device-group/input/validate-input.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { FormId } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import { spokenNow } from '../messages/outbox-messages.ts';
import { formSentence } from '../messages/state-catalogue/state-words.ts';
import type { NewTask } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { fullName } from '../record/actor-names.ts';
import { type Form, isActive } from '../record/form.ts';
import type { Actor } from '../record/request.ts';
import { newTask } from '../rules/advance.ts';
import { closeForm, expireForm, formDeadline, formDigest, holdsTyped, saveForm } from '../rules/form-steps.ts';

/** An action on a form's card. Every action carries the values of all inputs. */
export interface FormAction {
  readonly formId: FormId;
  readonly rev: number;
  readonly actor: Actor;
  readonly correlation: string;
  /** What is typed, right or wrong. */
  readonly input: FormInput;
}

interface FormActionStep {
  /**
   * Whether the form shows that this action was handled before. Then the answer is the form, and nothing else happens.
   */
  readonly isTaken: (form: Form) => boolean;
  /** Carries out the action on an open form at the rev that the card showed. */
  readonly take: (form: Form) => Promise<Form>;
}

/**
 * Handles an action on a form's card. Only the requester of the form may act. An action that is delivered twice counts
 * once; an action on an outdated card is refused.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict
 */
async function takeFormAction(
  services: Services,
  action: Pick<FormAction, 'formId' | 'rev' | 'actor'>,
  step: FormActionStep,
): Promise<Form> {
  const form = await ownForm(services, action);
  if (action.rev < form.rev && step.isTaken(form)) return form;
  if (form.state !== 'open') throw new AirlockError('wrong-state', formSentence(form));
  if (action.rev !== form.rev) {
    throw new AirlockError(
      'rev-conflict',
      t`Your card was out of date, so its values were not saved. This is the form as it is now.`,
    );
  }
  try {
    return await step.take(form);
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    const now = await ownForm(services, action);
    if (step.isTaken(now)) return now;
    throw error;
  }
}

async function ownForm(services: Services, { formId, actor }: Pick<FormAction, 'formId' | 'actor'>): Promise<Form> {
  const found = await services.store.form(services.tenantId, formId);
  if (!found) throw new AirlockError('not-found', t`There is no such form here. Write the command again.`);
  if (actor.oid !== found.requester.oid) {
    throw new AirlockError(
      'not-allowed',
      t`Only ${fullName(found.requester)} can fill in this form. Write your own command to ask for a change.`,
    );
  }
  return expireForm(services, found);
}

/**
 * The requester discards the form. A draft that was being edited in it stays as it was.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict
 */
export function dropForm(services: Services, action: Omit<FormAction, 'input'>): Promise<Form> {
  return takeFormAction(services, action, {
    isTaken: (form) => !isActive(form),
    async take(form) {
      const closed = await closeForm(services, form);
      await services.store.send({ messages: [], tasks: [], ...closed });
      return closed.form.form;
    },
  });
}

/**
 * What was typed, as it is stored. An action cannot change what the form is about.
 * @throws AirlockError input-invalid
 */
function typedInto(form: Form, typed: FormInput): FormInput {
  if (typed.kind !== form.input.kind) {
    throw new AirlockError('input-invalid', t`This card does not belong to this form. Nothing was saved from it.`);
  }
  return typed.kind === 'device-group.update' && form.input.kind === typed.kind
    ? { ...typed, group: form.input.group }
    : typed;
}

/**
 * Saves what was typed so far without checking it. Drops the faults of condition rows, since rows may have moved.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, input-invalid
 */
export function keepForm(services: Services, action: FormAction): Promise<Form> {
  return takeFormAction(services, action, {
    isTaken: (form) => holdsTyped(form, action.input),
    take: (form) =>
      saveForm(services, form, {
        input: typedInto(form, action.input),
        faults: form.faults.filter(({ field }) => !field.startsWith('conditions.')),
        deadline: formDeadline(services, form),
      }),
  });
}

/**
 * The requester sends the form. It stays open and lists every fault that can be found without the tenant; without
 * faults, it is checked against the tenant.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, input-invalid
 */
export function submitForm(services: Services, action: FormAction): Promise<Form> {
  return takeFormAction(services, action, {
    isTaken: (form) => holdsTyped(form, action.input) && (form.state !== 'open' || form.faults.length > 0),
    take(form) {
      const input = typedInto(form, action.input);
      const faults = validateInput(input, standingIn(services, form));
      const deadline = formDeadline(services, form);
      if (faults.length > 0) return saveForm(services, form, { input, faults, deadline });
      const tasks = [checkTask(services, { ...form, input }, action.correlation)];
      return saveForm(services, form, { input, faults: [], state: 'checking', deadline }, { tasks });
    },
  });
}

/** What nobody typed into this form. */
function standingIn({ tenant }: Services, { opened, draftedInput }: Form): Standing {
  const inputs = [opened, draftedInput].flatMap((one) => (one ? [one.fields] : []));
  return { fields: inputs, anySystem: tenant.applies === 'by-hand' };
}

function checkTask(services: Services, form: Form, correlation: string): NewTask {
  const { id: formId, rev: before } = form;
  const rev = before + 1;
  const payload = asJson({ formId, rev, digest: formDigest(form), ...spokenNow() });
  return newTask(services, 'check-form', { key: `${formId}:check:${rev}`, payload, correlation });
}
