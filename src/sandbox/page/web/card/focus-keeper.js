import { announce } from '../shell/announce.js';
import { Container } from './library.js';

/**
 * Remembers, inside a card, the focused input or button, the caret, and which parts are open; gives back a function
 * that restores them. Where what was focused is gone, as a button that was pressed mostly is, the focus goes to what
 * the press said, else to the card: never to a button that came in its place, which a second Enter would press.
 */
export function keepFocus(host, card) {
  const opened = [...host.querySelectorAll('button[aria-expanded="true"]')].map((button) => button.textContent);
  const active = host.contains(document.activeElement) ? document.activeElement : null;
  const input = active && card?.getAllInputs(true).find((one) => one.renderedInputControlElement?.contains(active));
  const inputId = input?.id;
  const buttonText = active?.tagName === 'BUTTON' ? active.textContent : null;
  const caret = active && 'selectionStart' in active ? [active.selectionStart, active.selectionEnd] : null;
  return (fresh) => {
    for (const text of opened) buttonNamed(host, text, '[aria-expanded="false"]')?.click();
    if (!active) return;
    const control = inputId && fresh.getAllInputs(true).find((one) => one.id === inputId)?.renderedInputControlElement;
    const target = control ? focusable(control) : buttonText && buttonNamed(host, buttonText, '');
    if (!target) return (saidBy(fresh) ?? host).focus({ preventScroll: true });
    target.focus({ preventScroll: true });
    if (caret?.[0] != null && typeof target.setSelectionRange === 'function') target.setSelectionRange(...caret);
    return undefined;
  };
}

/** Tells a screen reader what a press said where the focus stays on the button. */
export function announceSaid(host, card) {
  const said = saidBy(card);
  if (said && document.activeElement !== said && host.contains(document.activeElement)) announce(said.textContent);
}

/** What a press said stands last, right above the buttons, on a ground of its own; null where a card says nothing. */
function saidBy(card) {
  const last = card.getItemAt(card.getItemCount() - 1);
  if (!(last instanceof Container) || !SAID.has(last.style)) return null;
  last.renderedElement.tabIndex = -1;
  return last.renderedElement;
}

const SAID = new Set(['accent', 'good', 'warning', 'attention']);

function buttonNamed(host, text, more) {
  return [...host.querySelectorAll(`button${more}`)].find((button) => button.textContent === text);
}

function focusable(control) {
  return control.matches('input, textarea, select') ? control : control.querySelector('input, textarea, select');
}
