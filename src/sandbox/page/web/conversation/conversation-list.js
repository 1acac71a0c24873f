import { avatar } from '../shell/avatar.js';
import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';
import { listen, store } from '../shell/store.js';
import { shortTime } from '../shell/when.js';

const SECTIONS = [
  ['Chats', ['personal', 'groupChat']],
  ['Channels', ['channel']],
];

/** The list of chats and channels, with a dot for unread messages. */
export function conversationList(onOpen) {
  const root = el('div', { class: 'list-inner' });
  const draw = () => {
    const focused = document.activeElement?.dataset?.conversation;
    root.replaceChildren(el('h2', { text: 'Chat' }), ...SECTIONS.map((section) => drawSection(section, onOpen)));
    if (focused) root.querySelector(`[data-conversation="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  };
  listen('conversations', draw);
  listen('open', draw);
  return root;
}

function drawSection([title, kinds], onOpen) {
  const entries = store.conversations.filter((one) => kinds.includes(one.kind));
  const items = entries.map((entry) => el('li', {}, entryButton(entry, onOpen)));
  const [team] = entries;
  return el(
    'section',
    {},
    el('h3', { text: kinds.includes('channel') && team ? team.subtitle : title }),
    el('ul', {}, ...items),
  );
}

function entryButton(entry, onOpen) {
  const shown = entry.id === store.open?.id && document.getElementById('conversation').checkVisibility();
  const unread = entry.unread > 0 && !shown;
  return el(
    'button',
    {
      class: `entry ${entry.kind}${unread ? ' unread' : ''}`,
      type: 'button',
      'aria-current': entry.id === store.open?.id ? 'true' : null,
      data: { testid: 'conversation', conversation: entry.id, kind: entry.kind, title: entry.title },
      on: { click: () => onOpen(entry) },
    },
    face(entry),
    el(
      'span',
      { class: 'entry-words' },
      el('span', { class: 'entry-title', text: entry.title }),
      entry.kind === 'channel' ? null : el('span', { class: 'entry-note', text: entry.subtitle }),
    ),
    el(
      'span',
      { class: 'entry-side' },
      entry.lastAt && entry.kind !== 'channel' ? el('time', { text: shortTime(entry.lastAt) }) : null,
      unread
        ? el(
            'span',
            { class: 'dot', data: { testid: 'unread' } },
            el('span', { class: 'unseen', text: `${entry.unread} unread` }),
          )
        : null,
    ),
  );
}

export function face(conversation) {
  if (conversation.kind === 'personal') return avatar({ bot: true, name: '' }, 'medium');
  const name = conversation.kind === 'channel' ? 'hash' : 'people';
  return el('span', { class: `glyph ${conversation.kind}` }, icon(name));
}
