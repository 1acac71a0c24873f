import { avatar } from './avatar.js';
import { el } from './el.js';
import { icon } from './icon.js';
import { listen, store } from './store.js';

/** The switch of the acting person: a button that opens a list. Arrows, Home, End, letters, Enter and Escape work. */
export function personSwitch(onChoose) {
  const button = switchButton();
  const list = el('div', { class: 'person-list', role: 'listbox', 'aria-label': 'Act as', hidden: true });
  const root = el('div', { class: 'person-switch' }, button, list);
  const close = (refocus) => {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (refocus) button.focus();
  };
  const choose = (person) => {
    close(true);
    onChoose(person);
  };
  const open = () => {
    list.replaceChildren(el('p', { class: 'person-hint', text: 'Who acts? Ask as one, approve as another.' }));
    list.append(...store.people.map((person) => option(person, choose)));
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    (list.querySelector('[aria-selected=true]') ?? list.querySelector('[role=option]'))?.focus();
  };
  button.addEventListener('click', () => (list.hidden ? open() : close(true)));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' || !list.hidden) return;
    event.preventDefault();
    open();
  });
  list.addEventListener('keydown', (event) => moveInList(event, list, close));
  document.addEventListener('pointerdown', (event) => {
    if (!list.hidden && !root.contains(event.target)) close(false);
  });
  list.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !root.contains(event.relatedTarget)) close(false);
  });
  listen('me', () => showMe(button));
  listen('people', () => showMe(button));
  return root;
}

function switchButton() {
  return el('button', {
    class: 'person-button',
    type: 'button',
    'aria-haspopup': 'listbox',
    'aria-expanded': 'false',
    data: { testid: 'person-switch' },
  });
}

/** Whoever is shown already stays: what is drawn anew between press and release is not clicked. */
function showMe(button) {
  const { me } = store;
  const title = `${me.name}: ${me.note}`;
  if (button.title === title) return;
  button.title = title;
  button.replaceChildren(
    avatar(me, 'small'),
    el(
      'span',
      { class: 'person-words' },
      el('span', { class: 'person-name', text: me.name }),
      el('span', { class: 'person-note', text: me.note }),
    ),
    el('span', { class: 'unseen', text: 'acts. Switch person' }),
    icon('chevron'),
  );
}

function option(person, choose) {
  const mine = person.id === store.me.id;
  const item = el(
    'div',
    {
      class: 'person-option',
      role: 'option',
      tabindex: '-1',
      'aria-selected': String(mine),
      data: { testid: 'person-option', person: person.key },
      on: { click: () => choose(person) },
    },
    avatar(person, 'medium'),
    el(
      'span',
      { class: 'person-words' },
      el('span', { class: 'person-name', text: person.name }),
      el('span', { class: 'person-note', text: person.note }),
    ),
    mine ? icon('check') : null,
  );
  item.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose(person);
  });
  return item;
}

function moveInList(event, list, close) {
  const options = [...list.querySelectorAll('[role=option]')];
  const at = options.indexOf(document.activeElement);
  const target = {
    ArrowDown: () => options[Math.min(at + 1, options.length - 1)],
    ArrowUp: () => options[Math.max(at - 1, 0)],
    Home: () => options[0],
    End: () => options.at(-1),
  }[event.key]?.();
  if (event.key === 'Escape') close(true);
  else if (target) target.focus();
  else if (/^\p{L}$/u.test(event.key)) {
    const named = [...options.slice(at + 1), ...options.slice(0, at + 1)];
    const initial = event.key.toLowerCase();
    named.find((one) => one.querySelector('.person-name').textContent.toLowerCase().startsWith(initial))?.focus();
  } else return;
  event.preventDefault();
}
