import type { Tone } from '../../requests/messages/answers.ts';
import { fullName } from '../../requests/record/actor-names.ts';
import type { Form } from '../../requests/record/form.ts';
import { inEnglish, msg, say, t } from '../../shared/language/worded.ts';
import { type AdaptiveCard, renderCard } from '../cards/parts/render.ts';
import { sanitise, shownPerson, toneStyle } from '../cards/parts/shown-text.ts';
import { wordButtons } from '../cards/parts/word-buttons.ts';
import { FormFaults } from './form-faults.ts';
import { formFields, NO_FIELDS } from './form-fields.ts';
import { type FormLayout, formLayout } from './form-layout.ts';
import type { FormAction, FormModel, FormViewer } from './form-model.ts';
import { formWords } from './form-words.ts';

/** Bytes of JSON that a form's card may have in English, less what a notice, or a longer language, may take. */
const BUDGET = 23_500;

export interface FormCardOptions {
  readonly viewer: FormViewer;
  /**
   * Teams ids (`29:...`) of those who get a view of their own by refresh; only on a copy that everybody sees, until the
   * form is a request.
   */
  readonly refreshFor?: readonly string[];
  /** The result of this viewer's action, shown above everything else. */
  readonly notice?: { readonly tone: Tone; readonly text: string };
}

/**
 * A form's card as one viewer sees it: the requester sees the form itself, everybody else sees who is filling it in. It
 * sends back the form's id and rev and what is typed, and nothing else.
 * @throws AirlockError card-invalid
 */
export function formCard(form: Form, options: FormCardOptions): AdaptiveCard {
  return renderCard('form', formModel(form, options, layoutOf(form)));
}

/**
 * How the requester's open form is laid out. The same for every action at one rev, in whatever language it was drawn,
 * so a value that an action lacks was emptied.
 */
export function layoutOf(form: Form): FormLayout {
  const size = (layout: FormLayout) =>
    Buffer.byteLength(JSON.stringify(renderCard('form', formModel(form, { viewer: 'requester' }, layout))));
  return inEnglish(() => formLayout(form, BUDGET, size));
}

/** What the template binds. */
export function formModel(form: Form, options: FormCardOptions, layout: FormLayout): FormModel {
  const { viewer, notice, refreshFor } = options;
  const isMine = viewer === 'requester';
  const isOpen = form.state === 'open';
  const faults = new FormFaults(isMine && isOpen ? form.faults : []);
  const fields = isMine && isOpen ? formFields(form, faults, layout) : NO_FIELDS;
  const isBrief = faults.count > 0 || notice !== undefined;
  const goesOn = isOpen || form.state === 'checking';
  return {
    formId: form.id,
    rev: form.rev,
    fallback: t`A form of Airlock.`,
    ...formWords(form, viewer),
    ...(isBrief ? { texts: [], hints: [] } : { hints: [{ text: sanitise(say(HINT)) }] }),
    asides: isMine ? [] : [shownPerson(form.requester.name, fullName(form.requester))],
    answers: answersOf(notice, faults.count),
    problems: faults.count > 0 ? [{ text: sanitise(`! ${problemWords(faults.count)}`), faults: faults.rest() }] : [],
    ...fields,
    actions: actionsOf(form, isMine).map((action) => ({ ...action, title: say(action.title) })),
    buttons: isMine && form.state === 'drafted' ? wordButtons(['requests']) : [],
    refreshes: refreshFor && (goesOn || form.state === 'closed') ? [{ userIds: refreshFor }] : [],
  };
}

/** What stands directly above the buttons: what was answered, else that what is wrong stands further up. */
function answersOf(notice: FormCardOptions['notice'], faults: number): FormModel['answers'] {
  if (notice) return [{ tone: toneStyle(notice.tone), text: sanitise(say(notice.text)) }];
  if (faults === 0) return [];
  const text = faults === 1 ? t`1 fault, marked above` : t`${faults} faults, marked above`;
  return [{ tone: toneStyle('warning'), text: sanitise(`! ${text}`) }];
}

function actionsOf({ state }: Form, isMine: boolean): readonly FormAction[] {
  if (state === 'open' && isMine) return [CHECK, DISCARD];
  if (state === 'open' || state === 'checking') return isMine ? [] : [VIEW];
  return state === 'closed' && isMine ? [AGAIN] : [];
}

const HINT = msg`Every property that is used must match; rows of one property are alternatives.`;

/** A new form with what was filled in. */
const AGAIN: FormAction = { verb: 'form-again', title: msg`Open form`, style: 'default', inputs: 'none' };
const CHECK: FormAction = { verb: 'form-check', title: msg`Check and preview`, style: 'positive', inputs: 'auto' };
const DISCARD: FormAction = { verb: 'form-discard', title: msg`Discard`, style: 'default', inputs: 'none' };

/** For clients that did not ask for their own view automatically. */
const VIEW: FormAction = { verb: 'form-view', title: msg`Show my form`, style: 'default', inputs: 'none' };

function problemWords(count: number): string {
  return count === 1 ? t`One thing needs to be put right` : t`${count} things need to be put right`;
}
