import { el } from '../shell/el.js';
import { fullTime, shortTime } from '../shell/when.js';

const SHOWN = 4;

const USUAL = { isOn: true, isHunted: true, names: null, shape: 'usual' };

/** How the log may behave: words, and what the control is sent. */
const WAYS = {
  usual: ['Works: advanced hunting shows it', USUAL],
  feed: ['Only the activity feed shows it', { ...USUAL, isHunted: false }],
  words: ['Names the setting in unknown words', { ...USUAL, shape: 'other-words' }],
  other: ['Names Grace, whoever it was', { ...USUAL, names: 'grace@harbourline.example' }],
  off: ['Auditing is off: no records', { ...USUAL, isOn: false }],
};

function wayOf({ isOn, isHunted, names, shape }) {
  if (!isOn) return 'off';
  if (names !== null) return 'other';
  if (shape === 'other-words') return 'words';
  return isHunted ? 'usual' : 'feed';
}

/** Microsoft's audit log of the switches, which shows what was done some seconds later, and how it behaves. */
export function auditSection(act, reread) {
  const list = el('ol', { class: 'writes', data: { testid: 'audit-log' } });
  const hint = el('p', { class: 'hint' });
  const pass = el('button', {
    class: 'small',
    type: 'button',
    text: 'Let the minutes pass',
    hidden: true,
    data: { testid: 'audit-show' },
    on: { click: () => act('audit-log', { show: true }) },
  });
  const way = el(
    'select',
    {
      'aria-label': 'How the audit log behaves',
      data: { testid: 'audit-way' },
      on: { change: (event) => act('audit-log', WAYS[event.target.value][1]) },
    },
    ...Object.entries(WAYS).map(([value, [text]]) => el('option', { value, text })),
  );
  const element = el('section', {}, el('h3', { text: "Microsoft's audit log" }), way, hint, list, pass);
  let timer;
  const show = (_tenant, _status, log) => {
    const { records, delayMs } = log;
    way.value = wayOf(log);
    hint.textContent = `Shows who changed a switch, ${Math.round(delayMs / 1_000)} s later here; in a real tenant, minutes to hours. Device groups have no record.`;
    list.replaceChildren(...records.slice(-SHOWN).reverse().map(recordRow));
    const waits = records.map((record) => record.in).filter((seconds) => seconds > 0);
    pass.hidden = waits.length === 0;
    clearTimeout(timer);
    if (waits.length > 0) timer = setTimeout(reread, 1_000);
  };
  return { element, show };
}

function recordRow({ at, by, setting, value, in: seconds }) {
  const words = `${by}: ${setting} ${value === true ? 'on' : value === false ? 'off' : String(value)}`;
  const state = seconds > 0 ? `not shown yet, in ${seconds} s` : 'shown';
  return el(
    'li',
    { data: { testid: 'audit-record', shown: String(seconds <= 0) } },
    el('time', { datetime: at, title: fullTime(at), text: shortTime(at) }),
    el('span', {}, el('span', { text: words }), el('span', { class: 'row-note block', text: state })),
  );
}
