import type { FilledPart } from '../../changes/device-group/input/prefill.ts';
import { fullName } from '../../requests/record/actor-names.ts';
import type { Form, FormState } from '../../requests/record/form.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { LENGTHS, sanitise } from '../cards/parts/shown-text.ts';
import type { FormModel, FormViewer } from './form-model.ts';

type FormWords = Pick<FormModel, 'tone' | 'headline' | 'texts'>;

/** The first line of a form's card and what stands under it. */
export function formWords(form: Form, viewer: FormViewer): FormWords {
  return viewer === 'requester' ? ownWords(form) : othersWords(form);
}

function ownWords(form: Form): FormWords {
  switch (form.state) {
    case 'open':
      return {
        tone: 'emphasis',
        headline: sanitise(`✎ ${title(form)}`, LENGTHS.title),
        texts: [{ text: sanitise(`${filledWords(form)}${say(OPEN[form.input.kind])}`) }],
      };
    case 'checking':
      return {
        tone: 'accent',
        headline: sanitise(`● ${title(form)}`, LENGTHS.title),
        texts: [
          {
            text: sanitise(
              t`Airlock is reading the tenant and checking what you filled in. This card updates automatically.`,
            ),
          },
        ],
      };
    case 'drafted':
      return {
        tone: 'emphasis',
        headline: sanitise(`✓ ${title(form)}`, LENGTHS.title),
        texts: [{ text: sanitise(t`This form became a request.`) }],
      };
    case 'closed':
      return {
        tone: 'emphasis',
        headline: sanitise(`✕ ${title(form)}`, LENGTHS.title),
        texts: [
          {
            text: sanitise(t`This form is closed, and nothing was asked for. A new one opens with what was filled in.`),
          },
        ],
      };
  }
}

const OPEN: Readonly<Record<Form['input']['kind'], string>> = {
  'device-group.create': msg`You first see which devices would move. Nobody is asked before.`,
  'device-group.update': msg`Change what should change; the rest stays. Airlock first shows which devices would move.`,
  'ungrouped-devices': msg`These are all devices that are in no group. Only their level and access can be changed.`,
};

/** Which parts nobody filled in by hand, for whoever looks over them. */
function filledWords({ filled }: Form): string {
  if (!filled) return '';
  const parts = filled.parts.map((part) => say(FILLED.get(part) ?? part)).join(', ');
  return filled.from === 'words'
    ? `${t`Filled in from what you wrote: ${parts}.`} `
    : `${t`Filled in as in the form that was closed: ${parts}.`} `;
}

const FILLED: ReadonlyMap<string, string> = new Map<FilledPart, string>([
  ['name', msg`name`],
  ['description', msg`description`],
  ['level', msg`remediation level`],
  ['tag', msg`tag`],
  ['domain', msg`domain`],
  ['device-name', msg`device name`],
  ['os', msg`operating system`],
  ['access', msg`access`],
  ['place', msg`place in rank`],
]);

function title({ input, choices }: Form): string {
  switch (input.kind) {
    case 'device-group.create':
      return t`New device group`;
    case 'ungrouped-devices':
      return t`Ungrouped devices`;
    case 'device-group.update': {
      const { group } = input;
      const name = 'name' in group ? group.name : choices.groups.find(({ id }) => id === group.id)?.name;
      return t`Change device group ${name ?? ''}`.trim();
    }
  }
}

/** What everybody else is told of whoever fills it in. */
const OTHERS: Readonly<Record<FormState, { sign: string; text: (name: string) => string }>> = {
  open: {
    sign: '✎',
    text: (name) => t`${name} is filling in a device group form. Nothing is asked for before it is sent and approved.`,
  },
  checking: {
    sign: '●',
    text: (name) => t`${name} has filled in a device group form, and Airlock is checking it.`,
  },
  drafted: { sign: '✓', text: (name) => t`${name} has filled in a device group form, which became a request.` },
  closed: { sign: '✕', text: (name) => t`${name} has closed a device group form. Nothing was asked for.` },
};

function othersWords({ state, requester }: Form): FormWords {
  const { sign, text } = OTHERS[state];
  return {
    tone: 'emphasis',
    headline: sanitise(`${sign} ${t`Device group form`}`),
    texts: [{ text: sanitise(text(fullName(requester))) }],
  };
}
