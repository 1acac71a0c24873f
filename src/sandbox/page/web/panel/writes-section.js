import { el } from '../shell/el.js';
import { fullTime, shortTime } from '../shell/when.js';

const SHOWN = 6;

/** The last changes that took effect in the tenant, newest first. */
export function writesSection() {
  const list = el('ol', { class: 'writes', data: { testid: 'writes' } });
  const element = el('section', {}, el('h3', { text: 'Recent writes' }), list);
  const show = ({ writes }) => {
    const last = writes.slice(-SHOWN).reverse();
    list.dataset.count = String(writes.length);
    list.replaceChildren(...last.map((write) => writeRow(write)));
    if (last.length === 0) list.append(el('li', { class: 'hint', text: 'Nothing was written yet.' }));
  };
  return { element, show };
}

function writeRow({ at, what }) {
  return el(
    'li',
    { data: { testid: 'write' } },
    el('time', { datetime: at, title: fullTime(at), text: shortTime(at) }),
    el('span', { text: what }),
  );
}
