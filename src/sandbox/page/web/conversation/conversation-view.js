import { announce } from '../shell/announce.js';
import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';
import { learn, listen, store } from '../shell/store.js';
import { Composer } from './composer.js';
import { face } from './conversation-list.js';
import { emptyState } from './empty-state.js';
import { Posts } from './posts.js';
import { typingLine } from './typing-line.js';

const NEAR_END = 120;

/** The open conversation: its head, its messages, the composer. */
export function conversationView({ onBack }) {
  const head = el('div', { class: 'conversation-head' });
  const scroller = scrollingMessages();
  const foot = el('div', { class: 'conversation-foot' });
  const end = stickToEnd(scroller);
  let posts;
  let composer;
  const show = () => {
    const { open } = store;
    composer = composerFor(open, composer);
    posts = new Posts(open, scroller);
    head.replaceChildren(...headOf(open, onBack));
    placeComposer(foot, typingLine(open), composer);
    scroller.replaceChildren(posts.element);
    showEmpty(posts, composer);
    end.watch(posts.element);
    end.toEnd();
  };
  listen('open', show);
  listen('reread', () => (posts?.take(store.open, store.messages) ? showEmpty(posts, composer) : show()));
  listen('conversations', () => recount(head, onBack));
  listen('me', () => {
    posts = undefined;
    for (const part of [scroller, foot]) part.replaceChildren();
  });
  listen('message', (view) => {
    if (view.conversationId !== store.open?.id) return;
    const known = store.messages.has(view.id);
    if (!learn(view) || posts?.conversation.id !== view.conversationId) return;
    posts.put(view);
    showEmpty(posts, composer);
    if (!known) announce(`${view.author.name}: ${view.card ? 'sent a card' : view.text}`);
    if (!known && view.author.id === store.me.id && isLast(view)) end.toEnd();
  });
  return el('div', { class: 'conversation-inner' }, head, scroller, foot);
}

function scrollingMessages() {
  return el('div', { class: 'scroller', data: { testid: 'messages' }, role: 'region', 'aria-label': 'Messages' });
}

/** The composer that stands there already, where it is this person's for this conversation: they may be writing. */
function composerFor(open, standing) {
  const asked = { conversation: open, wireId: open.id, label: composerLabel(open), key: open.id };
  return standing?.isFor(asked) ? standing : new Composer(asked);
}

/** Whoever is writing goes on where they were. */
function placeComposer(foot, typing, composer) {
  const isWriting = composer.element.contains(document.activeElement);
  foot.replaceChildren(typing, composer.element);
  if (isWriting) composer.focus();
}

/** Draws the head again where somebody has joined the open conversation, or left it. */
function recount(head, onBack) {
  const now = store.conversations.find(({ id }) => id === store.open?.id);
  if (!now || now.memberCount === store.open.memberCount) return;
  Object.assign(store.open, now);
  head.replaceChildren(...headOf(store.open, onBack));
}

function headOf(conversation, onBack) {
  const count = `${conversation.memberCount} ${conversation.memberCount === 1 ? 'member' : 'members'}`;
  const note = conversation.kind === 'personal' ? 'Only you see this chat' : `${conversation.subtitle} · ${count}`;
  return [
    el(
      'button',
      {
        class: 'quiet square back',
        type: 'button',
        'aria-label': 'Back to chats',
        data: { testid: 'back' },
        on: { click: onBack },
      },
      icon('back'),
    ),
    face(conversation),
    el(
      'div',
      { class: 'conversation-words' },
      el('h2', { text: conversation.title, data: { testid: 'conversation-title' } }),
      el('p', { text: note }),
    ),
  ];
}

function composerLabel(conversation) {
  return conversation.kind === 'channel' ? 'Start a new post' : 'Type a message';
}

function showEmpty(posts, composer) {
  if (posts.isEmpty()) posts.element.replaceChildren(emptyState(store.open, (text) => composer.fill(text)));
  else posts.element.querySelector('.empty')?.remove();
}

function isLast(view) {
  return view.threadId === null || view.threadId === view.id || [...store.messages.values()].at(-1)?.id === view.id;
}

/** Keeps the end in view while what is shown grows or shrinks, as long as the reader has not scrolled away from it. */
function stickToEnd(scroller) {
  let pinned = true;
  const isEmpty = () => scroller.querySelector('.empty') !== null;
  const pin = () => {
    // What an empty conversation shows is read from its beginning.
    if (pinned) scroller.scrollTop = isEmpty() ? 0 : scroller.scrollHeight;
  };
  const sizes = new ResizeObserver(pin);
  sizes.observe(scroller);
  scroller.addEventListener('scroll', () => {
    pinned = isEmpty() || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
  });
  return {
    watch: (content) => {
      sizes.disconnect();
      sizes.observe(scroller);
      sizes.observe(content);
    },
    toEnd: () => {
      pinned = true;
      pin();
    },
  };
}
