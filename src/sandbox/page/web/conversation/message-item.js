import { CardView } from '../card/card-view.js';
import { call } from '../shell/api.js';
import { avatar } from '../shell/avatar.js';
import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';
import { store, tell } from '../shell/store.js';
import { fullTime, shortTime } from '../shell/when.js';
import { messageMenu } from './message-menu.js';
import { messageText } from './message-text.js';
import { OwnCard } from './own-card.js';

/** How long an edited message keeps showing its old card while this person's new one is being requested, in ms. */
const HOLD_MS = 1_500;

/**
 * One message. Text, card and marks change in place; a card that is the same stays untouched, with what was typed into
 * it.
 */
export class MessageItem {
  constructor(view, scroller) {
    this.scroller = scroller;
    /** Whom this is drawn for: what comes later is theirs, too. */
    this.me = store.me;
    this.text = el('div', { class: 'message-text' });
    this.card = null;
    this.cardHost = el('div', { class: 'card-host' });
    this.head = el('div', { class: 'message-head' });
    this.foot = el('div', { class: 'message-foot' });
    const body = el('div', { class: 'message-body' }, this.head, this.text, this.cardHost, this.foot);
    const { author } = view;
    this.element = el(
      'div',
      {
        class: `message${author.bot ? ' from-bot' : ''}${author.id === store.me.id ? ' mine' : ''}`,
        data: { testid: 'message', message: view.id, author: author.name },
      },
      avatar(author, 'medium'),
      body,
    );
    this.own = new OwnCard(this.element, scroller, () => this.#refresh('automatic'));
    this.show(view);
  }

  show(view) {
    const isEdit = this.view !== undefined && view.version !== this.view.version;
    this.view = view;
    this.element.classList.toggle('deleted', view.deleted);
    this.#showHead();
    this.#showText();
    this.#showFoot();
    if (isEdit && view.refreshDue && this.card && this.isSeen()) this.#holdCard();
    else this.#showCard();
    if (view.refreshDue) this.own.due(view.version);
    else this.own.settled();
  }

  isSeen() {
    const box = this.element.getBoundingClientRect();
    const frame = this.scroller.getBoundingClientRect();
    return !document.hidden && box.bottom > frame.top && box.top < frame.bottom;
  }

  #showHead() {
    const { author, at, editedAt, deleted, refreshable, onlyForMe } = this.view;
    const edited = editedAt && !deleted;
    this.head.replaceChildren(
      el('span', { class: 'author', text: author.name }),
      author.bot ? el('span', { class: 'app-mark', text: 'App' }) : '',
      el('time', { datetime: at, title: fullTime(at), text: shortTime(at) }),
      edited
        ? el('span', { class: 'edited', title: fullTime(editedAt), text: 'Edited', data: { testid: 'edited' } })
        : '',
      onlyForMe
        ? el('span', { class: 'edited', text: 'Only you can see this message', data: { testid: 'only-me' } })
        : '',
    );
    if (refreshable && !deleted) this.head.append(messageMenu([['Refresh card', () => this.#refresh('manual')]]));
  }

  #showText() {
    const { text, mentions, deleted, author } = this.view;
    if (deleted) this.text.replaceChildren(el('em', { text: 'This message has been deleted.' }));
    else this.text.replaceChildren(text === '' ? '' : messageText(text, mentions, author.bot));
  }

  #showCard() {
    clearTimeout(this.holding);
    this.cardHost.classList.remove('holding');
    const { card } = this.view;
    if (card && this.card) this.card.show(card, this.view);
    else if (card) {
      this.card = new CardView(card, this.view);
      this.cardHost.replaceChildren(this.card.element);
    } else {
      this.card = null;
      this.cardHost.replaceChildren();
    }
  }

  #holdCard() {
    this.cardHost.classList.add('holding');
    clearTimeout(this.holding);
    this.holding = setTimeout(() => this.#showCard(), HOLD_MS);
  }

  #showFoot() {
    const { undelivered, otherAttachments, files = [] } = this.view;
    const notes = [
      ...files.map((name) => el('p', { class: 'note', data: { testid: 'file' }, text: `File: ${name}` })),
      ...otherAttachments.map((type) =>
        el('p', { class: 'note', text: `An attachment that is not shown here (${type}).` }),
      ),
    ];
    if (undelivered) {
      notes.push(
        el(
          'p',
          { class: 'note bad', data: { testid: 'undelivered' } },
          icon('alert'),
          el('span', { text: undelivered }),
        ),
      );
    }
    this.foot.replaceChildren(...notes);
  }

  /** Asks the bot for this person's own card. What the message is by then is told like news of it. */
  async #refresh(trigger) {
    const { version } = this.view;
    const { shown, message } = await this.#ask(trigger);
    if (store.me !== this.me) return;
    if (message) tell('message', message);
    this.#showCard();
    if (this.view.version === version && trigger === 'manual' && shown) this.card?.answered(shown);
  }

  async #ask(trigger) {
    if (store.me !== this.me) return {};
    try {
      return await call('POST', `chat/messages/${this.view.id}/refresh`, { as: this.me.id, trigger });
    } catch {
      return { shown: { kind: 'error', text: 'Something went wrong. Please try again.' } };
    }
  }
}
