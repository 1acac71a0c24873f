import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';
import { Composer } from './composer.js';

/** A thread in a channel: its first message, its replies, and a reply box that opens on demand. */
export class Thread {
  constructor(conversation, threadId, root) {
    this.replies = el('div', { class: 'replies' });
    this.foot = el('div', { class: 'thread-foot' });
    this.element = el(
      'article',
      { class: 'thread', 'aria-label': 'Post', data: { testid: 'thread', thread: threadId } },
      root.element,
      this.replies,
      this.foot,
    );
    this.composer = new Composer({
      conversation,
      wireId: `${conversation.id};messageid=${threadId}`,
      label: 'Reply',
      key: threadId,
      onLeave: () => this.#closed(),
    });
    this.#closed();
    if (this.composer.hasDraft()) this.#opened();
  }

  addReply(item) {
    this.replies.append(item.element);
  }

  #closed() {
    const button = el(
      'button',
      { class: 'quiet reply', type: 'button', data: { testid: 'reply' }, on: { click: () => this.#opened(true) } },
      icon('reply'),
      el('span', { text: 'Reply' }),
    );
    this.foot.replaceChildren(button);
  }

  #opened(focus) {
    this.foot.replaceChildren(this.composer.element);
    if (focus) this.composer.focus();
  }
}
