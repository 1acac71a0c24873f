import { el } from '../shell/el.js';
import { store } from '../shell/store.js';
import { MessageItem } from './message-item.js';
import { Thread } from './thread.js';

/**
 * The messages of one conversation: threads in a channel, bubbles elsewhere. Known ones are updated in place, never
 * drawn anew.
 */
export class Posts {
  constructor(conversation, scroller) {
    this.conversation = conversation;
    this.scroller = scroller;
    this.element = el('div', { class: `posts ${conversation.kind}` });
    this.items = new Map();
    this.threads = new Map();
    for (const view of store.messages.values()) this.put(view);
  }

  isEmpty() {
    return this.items.size === 0;
  }

  put(view) {
    const known = this.items.get(view.id);
    if (known) return known.show(view);
    const item = new MessageItem(view, this.scroller);
    this.items.set(view.id, item);
    if (this.conversation.kind === 'channel') this.#intoThread(view, item);
    else this.element.append(item.element);
    return undefined;
  }

  /**
   * Takes in what was read once more, in place: whoever reads here stays where they are, with what they see of a card.
   * @returns false where that does not do, since a message is not there any more
   */
  take(conversation, messages) {
    if (conversation.id !== this.conversation.id) return false;
    if ([...this.items.keys()].some((id) => !messages.has(id))) return false;
    for (const view of messages.values()) if (this.#isNews(view)) this.put(view);
    return true;
  }

  #isNews(view) {
    const known = this.items.get(view.id)?.view;
    return !known || JSON.stringify({ ...known, asOf: view.asOf }) !== JSON.stringify(view);
  }

  #intoThread(view, item) {
    const thread = this.threads.get(view.threadId);
    if (thread) return thread.addReply(item);
    const fresh = new Thread(this.conversation, view.threadId, item);
    this.threads.set(view.threadId, fresh);
    this.element.append(fresh.element);
    return undefined;
  }
}
