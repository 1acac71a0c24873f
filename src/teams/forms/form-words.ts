import type { FilledPart } from '../../changes/device-group/input/prefill.ts';
import type { Form, FormState } from '../../requests/record/form.ts';
import { LENGTHS, sanitise } from '../cards/parts/shown-text.ts';
import type { FormModel, FormViewer } from './form-model.ts';

type FormWords = Pick<FormModel, 'tone' | 'headline' | 'text'>;

/** The first line of a form's card and the sentence under it. */
export function formWords(form: Form, viewer: FormViewer): FormWords {
  return viewer === 'requester' ? ownWords(form) : othersWords(form);
}

function ownWords(form: Form): FormWords {
  switch (form.state) {
    case 'open':
      return {
        tone: 'emphasis',
        headline: sanitise(`✎ ${title(form)}`, LENGTHS.title),
        text: sanitise(`${filledWords(form)}${OPEN[form.input.kind]}`),
      };
    case 'checking':
      return {
        tone: 'accent',
        headline: sanitise(`● ${title(form)}`, LENGTHS.title),
        text: sanitise(
          'Airlock is reading the tenant and checking what you filled in. This card updates automatically.',
        ),
      };
    case 'drafted':
      return {
        tone: 'emphasis',
        headline: sanitise(`✓ ${title(form)}`, LENGTHS.title),
        text: sanitise('This form became a request.'),
      };
    case 'closed':
      return {
        tone: 'emphasis',
        headline: sanitise(`✕ ${title(form)}`, LENGTHS.title),
        text: sanitise('This form is closed, and nothing was asked for. A new one opens with what was filled in.'),
      };
  }
}

const OPEN: Readonly<Record<Form['input']['kind'], string>> = {
  'device-group.create':
    'Airlock checks this against the tenant and shows which devices would move. Nobody is asked to approve before you have seen that.',
  'device-group.update':
    'Change what should change; the rest stays. Airlock shows which devices would move before anybody is asked.',
  'ungrouped-devices': 'These are all devices that are in no group. Only their level and access can be changed.',
};

/** Which parts nobody filled in by hand, for whoever looks over them. */
function filledWords({ filled }: Form): string {
  if (!filled) return '';
  const parts = filled.parts.map((part) => FILLED.get(part) ?? part).join(', ');
  return filled.from === 'words'
    ? `Filled in from what you wrote: ${parts}. `
    : `Filled in as in the form that was closed: ${parts}. `;
}

const FILLED: ReadonlyMap<string, string> = new Map<FilledPart, string>([
  ['name', 'name'],
  ['description', 'description'],
  ['level', 'remediation level'],
  ['tag', 'tag'],
  ['domain', 'domain'],
  ['device-name', 'device name'],
  ['os', 'operating system'],
  ['access', 'access'],
  ['place', 'place in rank'],
]);

function title({ input, choices }: Form): string {
  switch (input.kind) {
    case 'device-group.create':
      return 'New device group';
    case 'ungrouped-devices':
      return 'Ungrouped devices';
    case 'device-group.update': {
      const { group } = input;
      const name = 'name' in group ? group.name : choices.groups.find(({ id }) => id === group.id)?.name;
      return `Change device group ${name ?? ''}`.trim();
    }
  }
}

const OTHERS: Readonly<Record<FormState, { sign: string; text: string }>> = {
  open: { sign: '✎', text: 'is filling in a device group form. Nothing is asked for before it is sent and approved.' },
  checking: { sign: '●', text: 'has filled in a device group form, and Airlock is checking it.' },
  drafted: { sign: '✓', text: 'has filled in a device group form, which became a request.' },
  closed: { sign: '✕', text: 'has closed a device group form. Nothing was asked for.' },
};

function othersWords({ state, requester }: Form): FormWords {
  const { sign, text } = OTHERS[state];
  return {
    tone: 'emphasis',
    headline: sanitise(`${sign} Device group form`),
    text: sanitise(`${requester.name} ${text}`),
  };
}
