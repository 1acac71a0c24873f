import { el } from '../shell/el.js';

const ORDER = 'runAntiVirusScan';
const SLOW_MS = 10 * 60_000;

/** What the supported API does when it is written to, as the controls order it: `[path, body]` each. */
const FAILURES = [
  [
    'scan-in-progress',
    'Next scan: already in progress',
    [
      [
        'faults',
        {
          ...{ surface: 'mde', kind: 'status', status: 400, method: 'POST', path: ORDER, times: 1 },
          says: { code: 'ActiveRequestAlreadyExists', message: 'Action is already in progress' },
        },
      ],
    ],
  ],
  [
    'scan-refused',
    'Next scan: one device refused',
    [
      [
        'faults',
        {
          ...{ surface: 'mde', kind: 'status', status: 403, method: 'POST', path: ORDER, times: 1 },
          says: { code: 'Forbidden', message: 'User has no access to the device' },
        },
      ],
    ],
  ],
  [
    'scan-throttled',
    'Scans: 429, wait 5 s',
    [['faults', { surface: 'mde', kind: 'status', status: 429, retryAfter: 5, method: 'POST', path: ORDER, times: 1 }]],
  ],
  ['scan-slow', 'New scans: listed after 10 min', [['actions', { listLag: SLOW_MS }]]],
  [
    'indicator-refused',
    'Next indicator: refused',
    [
      [
        'faults',
        {
          ...{ surface: 'mde', kind: 'status', status: 400, method: 'POST', path: '/indicators', times: 1 },
          says: { code: 'InvalidInput', message: 'The indicator was refused.' },
        },
      ],
    ],
  ],
  [
    'indicator-throttled',
    'Indicators: 429, wait 5 s',
    [
      [
        'faults',
        { surface: 'mde', kind: 'status', status: 429, retryAfter: 5, method: 'POST', path: '/indicators', times: 1 },
      ],
    ],
  ],
  [
    'indicator-slow',
    'Indicators: lists lag behind',
    [['faults', { surface: 'mde', kind: 'stale', method: 'GET', path: '/indicators', times: 3 }]],
  ],
];

/** Buttons by which scans and indicators fail, and one that lets lists of scans be up to date again. */
export function supportedSection(act) {
  const buttons = FAILURES.map(([id, text, orders]) => button(id, text, () => strike(act, orders)));
  const again = button('scan-prompt', 'New scans: listed at once', () => act('actions', { listLag: 0 }));
  const element = el(
    'section',
    {},
    el('h3', { text: 'Scans and indicators' }),
    el('div', { class: 'buttons' }, ...buttons, again),
    el('p', {
      class: 'hint',
      text: 'What strikes once or a few times stands under Failures until it has; slow scans stay so until they are listed at once.',
    }),
  );
  return { element, show: () => undefined };
}

async function strike(act, orders) {
  for (const [path, body] of orders) await act(path, body);
}

function button(id, text, click) {
  return el('button', { class: 'small', type: 'button', text, data: { testid: `fault-${id}` }, on: { click } });
}
