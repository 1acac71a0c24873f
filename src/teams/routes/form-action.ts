import type { FormInput, FormRequest } from '../../changes/device-group/input/group-input.ts';
import { dropForm, keepForm, submitForm } from '../../requests/forms/fill-in.ts';
import { fullName } from '../../requests/record/actor-names.ts';
import type { Form } from '../../requests/record/form.ts';
import { assertMayRequest } from '../../requests/rules/four-eyes.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { FormId } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import type { ActionNotice, ActionResult } from '../actions/parse-action.ts';
import { enqueue } from '../actions/reply.ts';
import type { Turn } from '../bot/turn.ts';
import { layoutOf } from '../forms/form-card.ts';
import { withoutRow, withRow } from '../forms/form-inputs.ts';
import type { FormVerb } from '../forms/form-model.ts';
import type { IncomingFormAction } from '../forms/parse-form-action.ts';
import { readGroupInput } from '../forms/read-inputs.ts';
import { sayCommand } from '../language/understand/say.ts';
import { refusalOf } from './refusal.ts';

/**
 * What a button of a form's card does.
 * @returns the form after it.
 * @throws AirlockError with the sentence to show on the card.
 */
type FormAction = (turn: Turn, action: IncomingFormAction, form: Form) => Promise<Form>;

/** Every verb that a form's card may carry. */
const FORM_ACTIONS: Readonly<Record<FormVerb, FormAction>> = {
  /** Changes nothing; a card's automatic refresh uses it too. */
  'form-view': async (_turn, _action, form) => form,
  'form-add': (turn, action, form) => keepForm(turn.services, typed(turn, action, form, withRow)),
  'form-remove': (turn, action, form) =>
    keepForm(
      turn.services,
      typed(turn, action, form, (input) => (action.row === null ? input : withoutRow(input, action.row))),
    ),
  'form-check': async (turn, action, form) => {
    await assertMayRequest(turn.services, turn.sender.actor);
    return submitForm(turn.services, typed(turn, action, form));
  },
  /** Opens another form, see `takeFormAction`. */
  'form-again': async (_turn, _action, form) => form,
  'form-discard': ({ services, sender, correlation }, { formId, rev }) =>
    dropForm(services, { formId, rev, actor: sender.actor, correlation }),
};

function typed(
  { sender, correlation }: Turn,
  { formId, rev, inputs }: IncomingFormAction,
  form: Form,
  change: (input: FormInput) => FormInput = (input) => input,
) {
  const input = change(readGroupInput(form, inputs, layoutOf(form)));
  return { formId, rev, actor: sender.actor, correlation, input };
}

/**
 * Handles an action on a form's card. The result is the committed state: the form, with the reason above it where the
 * action was refused; or the draft, where the form has become one.
 * @throws AirlockError not-found
 */
export async function takeFormAction(turn: Turn, verb: FormVerb, action: IncomingFormAction): Promise<ActionResult> {
  const form = await formOf(turn, action.formId);
  try {
    if (verb === 'form-again' && action.isManual) return { form, notice: await openAgain(turn, form) };
    return await current(turn, await FORM_ACTIONS[action.isManual ? verb : 'form-view'](turn, action, form));
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const { formId } = action;
    const shown = await current(turn, await formOf(turn, formId));
    return { ...shown, notice: refusalOf(turn, error, { verb, formId }) };
  }
}

/**
 * Opens a new form with what was filled in in one that is closed.
 * @throws AirlockError wrong-state, not-allowed and what `enqueue` throws
 */
async function openAgain(turn: Turn, form: Form): Promise<ActionNotice> {
  if (form.requester.oid !== turn.sender.actor.oid)
    throw new AirlockError('not-allowed', t`Only ${fullName(form.requester)} can open this form again.`);
  if (form.state !== 'closed') throw new AirlockError('wrong-state', t`This form is not closed.`);
  const opens = openedBy(form);
  await enqueue(turn, 'open-form', { opens, from: form.id }, lineOf(opens));
  return { tone: 'info', text: t`Airlock is reading Defender; the form follows below.` };
}

function openedBy({ input, choices }: Form): FormRequest {
  if (input.kind !== 'device-group.update') return { kind: input.kind };
  const { group } = input;
  const name = 'name' in group ? group.name : choices.groups.find(({ id }) => id === group.id)?.name;
  return { kind: input.kind, name: name ?? '' };
}

/** What could have been typed for it. */
function lineOf(opens: FormRequest): string {
  return sayCommand({ kind: 'form', opens }) ?? 'edit device group';
}

async function formOf({ services }: Turn, formId: FormId): Promise<Form> {
  const form = await services.store.form(services.tenantId, formId);
  if (!form) throw new AirlockError('not-found', t`There is no such form here. Write the command again.`);
  return form;
}

async function current({ services }: Turn, form: Form): Promise<ActionResult> {
  if (form.state !== 'drafted' || form.requestId === null) return { form };
  const request = await services.store.request(services.tenantId, form.requestId);
  return request ? { request } : { form };
}
