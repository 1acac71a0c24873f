import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';

/** The "..." menu of a message. `entries` are pairs of label and callback. */
export function messageMenu(entries) {
  const menu = el('div', { class: 'menu', role: 'menu', hidden: true });
  const button = menuButton();
  const toggle = (open) => {
    menu.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
  };
  for (const [label, act] of entries) {
    const run = () => {
      toggle(false);
      button.focus();
      act();
    };
    menu.append(
      el(
        'button',
        { role: 'menuitem', type: 'button', on: { click: run } },
        icon('refresh'),
        el('span', { text: label }),
      ),
    );
  }
  const root = el('span', { class: 'menu-root' }, button, menu);
  button.addEventListener('click', () => {
    toggle(menu.hidden);
    if (!menu.hidden) menu.querySelector('[role=menuitem]').focus();
  });
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || menu.hidden) return;
    toggle(false);
    button.focus();
  });
  root.addEventListener('focusout', (event) => {
    if (!root.contains(event.relatedTarget)) toggle(false);
  });
  return root;
}

function menuButton() {
  return el(
    'button',
    {
      class: 'quiet square small',
      type: 'button',
      'aria-label': 'More options',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      data: { testid: 'message-menu' },
    },
    icon('more'),
  );
}
