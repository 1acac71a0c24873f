/**
 * Remembers, inside a card, the focused input or button, the caret, and which parts are open; gives back a function
 * that restores them.
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
    if (!target) return host.focus({ preventScroll: true });
    target.focus({ preventScroll: true });
    if (caret?.[0] != null && typeof target.setSelectionRange === 'function') target.setSelectionRange(...caret);
    return undefined;
  };
}

function buttonNamed(host, text, more) {
  return [...host.querySelectorAll(`button${more}`)].find((button) => button.textContent === text);
}

function focusable(control) {
  return control.matches('input, textarea, select') ? control : control.querySelector('input, textarea, select');
}
