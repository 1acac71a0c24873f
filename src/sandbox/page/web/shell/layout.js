import { el } from './el.js';
import { icon } from './icon.js';
import { personSwitch } from './person-switch.js';
import { themeToggle } from './theme-toggle.js';

/**
 * The frame: header, rail, list, conversation, panel. On a phone one of list, conversation and panel shows
 * (`data-view`), and the rail lies at the bottom; between phone and desktop the panel lies over the conversation until
 * closed.
 */
export function layout({ onPerson, list, conversation, panel }) {
  const frame = el('div', { class: 'frame', data: { view: 'list', panel: startsWithPanel() ? 'open' : 'closed' } });
  const views = {
    show: (view) => {
      frame.dataset.view = view;
      if (view === 'panel') frame.dataset.panel = 'open';
      mark();
    },
    togglePanel: () => {
      frame.dataset.panel = frame.dataset.panel === 'open' ? 'closed' : 'open';
      mark();
    },
  };
  const chats = railButton('chat', 'Chat', 'nav-chats', () => views.show('list'));
  const tenant = railButton('shield', 'Tenant', 'nav-tenant', () => {
    if (isPhone()) views.show('panel');
    else views.togglePanel();
  });
  const mark = () => {
    const onPanel = isPhone() ? frame.dataset.view === 'panel' : frame.dataset.panel === 'open';
    tenant.setAttribute('aria-pressed', String(onPanel));
    chats.setAttribute('aria-pressed', String(!isPhone() || frame.dataset.view !== 'panel'));
  };
  matchMedia('(max-width: 719px)').addEventListener('change', mark);
  mark();
  frame.append(
    header(onPerson),
    el('nav', { class: 'rail', 'aria-label': 'Areas' }, chats, tenant),
    el('nav', { class: 'list', 'aria-label': 'Chats' }, list),
    el('main', { class: 'conversation', id: 'conversation', tabindex: '-1' }, conversation),
    el('aside', { class: 'panel', 'aria-label': 'Tenant' }, panel),
  );
  return { frame, views };
}

function header(onPerson) {
  return el(
    'header',
    { class: 'bar' },
    el('img', { class: 'mark', src: 'airlock.svg', alt: '' }),
    el('h1', { class: 'product', text: 'Airlock sandbox' }),
    el('span', { class: 'product-note', text: 'A pretend company. Nothing here leaves this computer.' }),
    themeToggle(),
    personSwitch(onPerson),
  );
}

function railButton(name, label, testid, onClick) {
  return el(
    'button',
    { class: 'rail-button', type: 'button', data: { testid }, on: { click: onClick } },
    icon(name),
    el('span', { text: label }),
  );
}

function isPhone() {
  return matchMedia('(max-width: 719px)').matches;
}

function startsWithPanel() {
  return matchMedia('(min-width: 1160px)').matches;
}
