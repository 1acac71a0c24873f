import { markdown } from '../conversation/markdown.js';
import { safeLink } from '../conversation/safe-link.js';
import { call } from '../shell/api.js';
import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';
import { store } from '../shell/store.js';
import { CardActions } from './card-actions.js';
import { CardMemory } from './card-memory.js';
import { registerElements } from './elements/register.js';
import { announceSaid, keepFocus } from './focus-keeper.js';
import { HOST_CONFIG } from './host-config.js';
import { AdaptiveCard, HostConfig, SerializationContext, Versions } from './library.js';

registerElements();

/**
 * What each person typed into each message's card. It is kept while the page is open, even when the person is switched.
 */
const memories = new Map();

/** One Adaptive Card in a message, as this person sees it. */
export class CardView {
  constructor(card, view) {
    this.host = el('div', { class: 'card', role: 'group', tabindex: '-1', data: { testid: 'card' } });
    this.notice = el('div', { class: 'card-notice' });
    this.element = el('div', { class: 'card-frame' }, this.host, this.notice);
    const key = `${store.me.id} ${view.id}`;
    this.memory = memories.get(key) ?? new CardMemory();
    memories.set(key, this.memory);
    this.actions = new CardActions(this);
    this.show(card, view);
  }

  /** Draws the card unless it is already shown. Typed text, open parts and focus are kept. */
  show(card, view) {
    this.view = view;
    const json = JSON.stringify(card);
    if (json === this.shown) return;
    if (this.shown !== undefined) this.say(null);
    this.shown = json;
    if (this.actions.sendsInputs) this.memory.settle(card);
    const restore = keepFocus(this.host, this.drawn);
    const element = this.#draw(card);
    this.host.classList.toggle('wide', card.msteams?.width === 'Full');
    this.host.replaceChildren(element ?? unshowable());
    this.host.setAttribute('aria-label', headOf(element ? this.drawn : null));
    if (element) restore(this.drawn);
  }

  /** Shows the result of pressing a button. */
  answered(answer) {
    if (answer.kind === 'card') {
      this.show(answer.card, this.view);
      if (this.drawn) announceSaid(this.host, this.drawn);
    }
    this.say(answer.kind === 'card' ? null : answer);
  }

  /** A line under the card: the bot's answer, or that something went wrong. */
  say(answer) {
    if (!answer) return this.notice.replaceChildren();
    const bad = answer.kind === 'error';
    const line = el(
      'p',
      {
        class: bad ? 'note bad' : 'note',
        role: bad ? 'alert' : 'status',
        data: { testid: bad ? 'card-error' : 'card-message' },
      },
      icon(bad ? 'alert' : 'info'),
      bad ? el('span', { text: answer.text }) : el('span', {}, markdown(answer.text)),
    );
    return this.notice.replaceChildren(line);
  }

  async #search(input, dataset, queryText) {
    const body = { as: store.me.id, dataset, queryText };
    const { choices } = await call('POST', `chat/messages/${this.view.id}/search`, body).catch(() => ({
      choices: null,
    }));
    if (choices) this.memory.fetched(input.id, choices);
    return choices;
  }

  #draw(json) {
    if (!isTeamsVersion(json.version)) return null;
    const card = new AdaptiveCard();
    card.hostConfig = new HostConfig(HOST_CONFIG);
    card.onExecuteAction = (action) => this.actions.run(action);
    card.onAnchorClicked = (_element, anchor) => !safeLink(anchor.href);
    card.onInputValueChanged = (input) => this.memory.note(input);
    card.searchChoices = (input, dataset, text) => this.#search(input, dataset, text);
    try {
      card.parse(withMentions(this.memory.applyTo(json)), new SerializationContext(Versions.v1_6));
      card.lang = languageOfDates();
      const element = card.render() ?? null;
      this.drawn = card;
      return element;
    } catch {
      return null;
    }
  }
}

/** Draws the people whom a card mentions, as Teams does: by the texts of its entities, and no others. */
function withMentions(card) {
  const names = new Map((card.msteams?.entities ?? []).map(({ text, mentioned }) => [text, `**${mentioned.name}**`]));
  if (names.size === 0) return card;
  const body = card.body.map((element) =>
    element.type === 'TextBlock'
      ? { ...element, text: element.text.replace(/<at>[^<]*<\/at>/g, (at) => names.get(at) ?? at) }
      : element,
  );
  return { ...card, body };
}

/** Teams shows cards up to version 1.5. */
function isTeamsVersion(version) {
  const parts = /^1\.(\d+)$/.exec(version ?? '');
  return parts !== null && Number(parts[1]) <= 5;
}

/** Teams draws dates in the language that it is set to; in English, as the browser does. */
function languageOfDates() {
  const { locale = 'en' } = store.people.find(({ id }) => id === store.me.id) ?? {};
  const [language] = locale.split('-');
  return language === 'en' ? undefined : language;
}

/** What a screen reader says of a card that gets the focus: its first line, which is the state of a request. */
function headOf(card) {
  const [first] = card?.getItemCount() > 0 ? [card.getItemAt(0)] : [];
  return first?.renderedElement?.textContent?.trim() || 'Card';
}

function unshowable() {
  return el('p', { class: 'note bad', text: "This card couldn't be displayed." });
}
