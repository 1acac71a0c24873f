import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';

/** What to begin with, by what becomes of it in a real tenant. */
const COMMANDS = [
  [
    'Settings: a person applies them, by steps',
    ['turn on automatically resolve alerts', 'create device group', 'rank device group Lab before Servers'],
  ],
  [
    'By Microsoft’s supported API: Airlock does it',
    [
      'tag LAP-HR-0001, LAP-HR-0002 with vip',
      'quick scan group Finance',
      'allow domain good.example on Lab for 7 days',
      'block domain evil.example',
      'emergency isolate LAP-FIN-0001',
    ],
  ],
  ['What Defender holds and waits for', ['status', 'pending', 'alerts', 'tags of LAP-HR-0001', 'digest daily', 'help']],
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
      text: 'Microsoft Defender for Endpoint changes only after a second admin has approved exactly that change. An emergency goes first, and is owed until another admin approves or undoes it.',
    }),
    channel ? steps() : null,
    ...COMMANDS.flatMap(([title, commands]) => [
      el('p', { class: 'empty-try', text: title }),
      el('div', { class: 'suggestions' }, ...commands.map((command) => suggestion(command, onPick))),
    ]),
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
