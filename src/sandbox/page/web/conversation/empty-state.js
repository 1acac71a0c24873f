import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';

const COMMANDS = [
  'enable automated investigation',
  'turn on automatically resolve alerts',
  'create device group',
  'edit device group Finance',
  'rank device group Lab before Servers',
  'status',
  'requests',
  'help',
];

const STEPS = [
  ['Ask', 'Write what you want, for example the first line below. Give a reason on the card.'],
  ['Switch person', 'At the top right, become somebody else who may approve.'],
  ['Approve', 'Press Approve. Then apply the steps on the right, as an operator, or let Airlock do it.'],
];

/** What an empty conversation shows: what Airlock does, and commands to begin with. */
export function emptyState(conversation, onPick) {
  const channel = conversation.kind === 'channel';
  return el(
    'section',
    { class: 'empty', data: { testid: 'empty-state' } },
    el('img', { src: 'airlock.svg', alt: '', class: 'empty-mark' }),
    el('h3', { text: 'Two people for every change' }),
    el('p', {
      class: 'empty-lead',
      text: 'A setting of Microsoft Defender for Endpoint changes only after a second admin has approved exactly that change. Then a person applies it by the steps on the card, or Airlock does.',
    }),
    channel ? steps() : null,
    el('p', { class: 'empty-try', text: 'Try' }),
    el('div', { class: 'suggestions' }, ...COMMANDS.map((command) => suggestion(command, onPick))),
  );
}

function steps() {
  return el(
    'ol',
    { class: 'steps' },
    ...STEPS.map(([title, words]) => el('li', {}, el('strong', { text: title }), el('span', { text: words }))),
  );
}

function suggestion(command, onPick) {
  return el(
    'button',
    { type: 'button', class: 'suggestion', data: { testid: 'suggestion' }, on: { click: () => onPick(command) } },
    icon('bolt'),
    el('span', { text: command }),
  );
}
