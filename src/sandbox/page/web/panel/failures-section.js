import { el } from '../shell/el.js';

const FAILURES = [
  [
    'throttle',
    'Defender: 429, wait 5 s',
    [{ surface: 'portal', kind: 'status', status: 429, retryAfter: 5, times: 1 }],
  ],
  ['error', 'Defender: 500', [{ surface: 'portal', kind: 'status', status: 500 }]],
  ['hang', 'Defender: no answer', [{ surface: 'portal', kind: 'hang' }]],
  [
    'cut-after-write',
    'Defender: cut after the write',
    [
      { surface: 'portal', kind: 'cut-after', method: 'POST', times: 1 },
      { surface: 'portal', kind: 'cut-after', method: 'PUT', times: 1 },
    ],
  ],
  ['slow-directory', 'Directory: 2.5 s late', [{ surface: 'graph', kind: 'latency', ms: 2_500 }]],
  ['directory', 'Directory down', [{ surface: 'graph', kind: 'status', status: 503 }]],
  [
    'connector',
    'Teams: 502 on send',
    [{ surface: 'connector', kind: 'status', status: 502, method: 'POST', times: 3 }],
  ],
];

/** Buttons that switch faults on, the active faults, and a button that clears them. */
export function failuresSection(act) {
  const now = el('ul', { class: 'faults', data: { testid: 'faults' } });
  const session = el('button', { class: 'small', type: 'button', data: { testid: 'session' } });
  const owner = el('p', { class: 'hint', data: { testid: 'session-owner' } });
  const reset = el('button', {
    class: 'small strong',
    type: 'button',
    text: 'Clear all failures',
    data: { testid: 'fault-clear' },
    on: { click: () => act('faults', { clear: true }) },
  });
  const buttons = FAILURES.map(([id, words, faults]) => failureButton(id, words, faults, act));
  const element = el(
    'section',
    {},
    el('h3', { text: 'Failures' }),
    el('div', { class: 'buttons' }, ...buttons, session),
    owner,
    now,
    reset,
  );
  const show = (_tenant, { faults, sessions, connector }) => {
    now.replaceChildren(...faults.map((fault) => el('li', { class: 'fault', text: wordsOf(fault) })));
    reset.hidden = faults.length === 0;
    const signedIn = sessions.some((one) => one.signedIn);
    const whose = sessions.map(sessionWords).join(', ');
    const isByHand = connector?.kind === 'guided';
    owner.hidden = isByHand;
    session.hidden = isByHand;
    owner.textContent = signedIn ? `The bot writes with the session of ${whose}.` : 'Nobody is signed in to Defender.';
    session.textContent = signedIn ? 'Defender: sign out' : 'Defender: sign in again';
    session.onclick = () => act('session', { action: signedIn ? 'expire' : 'renew' });
    session.dataset.signedIn = String(signedIn);
  };
  return { element, show };
}

function failureButton(id, words, faults, act) {
  const strike = async () => {
    for (const fault of faults) await act('faults', fault);
  };
  return el('button', {
    class: 'small',
    type: 'button',
    text: words,
    data: { testid: `fault-${id}` },
    on: { click: strike },
  });
}

function sessionWords({ owner, said }) {
  return owner === said ? owner : `${owner}, said to be ${said}`;
}

function wordsOf({ surface, kind, status, ms, method, times }) {
  const what = { status: `answers ${status}`, latency: `${ms / 1_000} s late` }[kind] ?? kind;
  const where = method ? `${surface} ${method}` : surface;
  return `${where}: ${what}${times === undefined ? '' : `, ${times} more`}`;
}
