import { el } from '../shell/el.js';
import { listen, store } from '../shell/store.js';

const SHOWN_MS = 5_000;
let timer;

/** "Airlock is typing", for a few seconds after the bot said so or until its next message. */
export function typingLine(conversation) {
  const line = el('p', { class: 'typing', 'aria-live': 'off' });
  const hide = () => {
    line.textContent = '';
  };
  current = { conversation, line, hide };
  return line;
}

let current;
listen('typing', ({ conversationId }) => {
  if (!current || conversationId !== current.conversation.id || store.open !== current.conversation) return;
  current.line.textContent = 'Airlock is typing …';
  clearTimeout(timer);
  timer = setTimeout(current.hide, SHOWN_MS);
});
listen('message', (view) => {
  if (view.author.bot && view.conversationId === current?.conversation.id) current.hide();
});
