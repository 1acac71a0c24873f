import { call } from '../shell/api.js';
import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';
import { store } from '../shell/store.js';

const MOST_LINES_PX = 160;
/** Text that was typed and not sent, by person and conversation; kept while the page is open. */
const drafts = new Map();

/**
 * Where a person writes. Enter sends, Shift+Enter breaks the line; outside personal chats a removable mention of the
 * bot stands in front.
 */
export class Composer {
  constructor({ conversation, wireId, label, key, onLeave }) {
    this.wireId = wireId;
    this.onLeave = onLeave;
    this.draftKey = draftKeyOf(key);
    this.mentions = conversation.kind !== 'personal';
    this.mention = this.mentions;
    this.input = el('textarea', {
      rows: '1',
      placeholder: label,
      'aria-label': label,
      enterkeyhint: 'send',
      data: { testid: onLeave ? 'reply-input' : 'composer-input' },
    });
    this.chipSlot = el('span', { class: 'chip-slot' });
    this.fileSlot = el('span', { class: 'file-slot' });
    this.fault = el('p', { class: 'note bad', role: 'alert' });
    this.sendButton = el(
      'button',
      { class: 'send', type: 'submit', 'aria-label': 'Send', data: { testid: 'send' } },
      icon('send'),
    );
    this.element = el(
      'form',
      {
        class: 'composer',
        data: { testid: onLeave ? 'reply-composer' : 'composer' },
        on: { submit: (event) => this.#submit(event) },
      },
      this.fileSlot,
      el('div', { class: 'composer-line' }, this.chipSlot, this.input, ...this.#attaching(), this.sendButton),
      this.fault,
    );
    this.input.addEventListener('input', () => this.#changed());
    this.input.addEventListener('keydown', (event) => this.#key(event));
    this.input.value = drafts.get(this.draftKey) ?? '';
    this.#showChip();
    this.#changed();
  }

  isFor({ key }) {
    return this.draftKey === draftKeyOf(key);
  }

  focus() {
    this.input.focus();
  }

  hasDraft() {
    return this.input.value !== '';
  }

  fill(text) {
    this.input.value = text;
    this.#changed();
    this.focus();
  }

  #key(event) {
    const atStart = this.input.selectionStart === 0 && this.input.selectionEnd === 0;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.#submit(event);
    else if (event.key === 'Backspace' && atStart && this.mention) this.#setMention(false);
    else if (event.key === 'Escape' && this.onLeave && this.input.value === '') this.onLeave();
  }

  #changed() {
    if (this.mentions && !this.mention && /^@airlock\s/i.test(this.input.value)) {
      this.input.value = this.input.value.replace(/^@airlock\s+/i, '');
      this.#setMention(true);
    }
    drafts.set(this.draftKey, this.input.value);
    this.sendButton.disabled = this.input.value.trim() === '' && this.file === undefined;
    this.input.style.height = 'auto';
    const { scrollHeight } = this.input;
    if (scrollHeight > 0) this.input.style.height = `${Math.min(scrollHeight, MOST_LINES_PX)}px`;
  }

  /** A button that chooses a file, where a bot may get one: in a person's own chat with it. */
  #attaching() {
    if (this.mentions) return [];
    const chooser = el('input', {
      type: 'file',
      accept: '.csv,.json,.tsv,.txt',
      hidden: '',
      'aria-hidden': 'true',
      data: { testid: 'attach-file' },
    });
    chooser.addEventListener('change', () => this.#attach(chooser));
    const button = el(
      'button',
      {
        type: 'button',
        class: 'send attach',
        'aria-label': 'Attach a file: a list as CSV or JSON',
        title: 'Attach a file: a list as CSV or JSON',
        data: { testid: 'attach' },
        on: { click: () => chooser.click() },
      },
      icon('attach'),
    );
    return [chooser, button];
  }

  async #attach(chooser) {
    const [chosen] = chooser.files;
    chooser.value = '';
    if (chosen) this.#setFile({ name: chosen.name, text: await chosen.text() });
  }

  #setFile(file) {
    this.file = file;
    const remove = () => this.#setFile(undefined);
    const button =
      file &&
      el(
        'button',
        { type: 'button', class: 'chip', 'aria-label': `${file.name} is attached. Remove it`, on: { click: remove } },
        el('span', { text: file.name }),
        icon('close'),
      );
    this.fileSlot.replaceChildren(...(button ? [button] : []));
    this.#changed();
    this.focus();
  }

  #setMention(on) {
    this.mention = on;
    this.#showChip();
    this.focus();
  }

  #showChip() {
    if (!this.mentions) return;
    const { mention } = this;
    const button = el(
      'button',
      {
        type: 'button',
        class: mention ? 'chip' : 'chip off',
        'aria-label': mention ? '@Airlock is mentioned. Remove the mention' : '+ @Airlock: mention it',
        title: mention ? 'Airlock will read this. Remove the mention' : 'Mention Airlock, so that it reads this',
        data: { testid: 'mention-chip', mentioned: String(mention) },
        on: { click: () => this.#setMention(!mention) },
      },
      el('span', { text: mention ? '@Airlock' : '+ @Airlock' }),
      mention ? icon('close') : null,
    );
    this.chipSlot.replaceChildren(button);
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    const { file } = this;
    if (text === '' && file === undefined) return;
    const said = { as: store.me.id, conversationId: this.wireId, text, mentionBot: this.mention, file };
    this.#setFile(undefined);
    this.fill('');
    this.fault.textContent = '';
    try {
      await call('POST', 'chat/messages', said);
    } catch {
      this.#setFile(file);
      this.fill(text);
      this.fault.textContent = 'The message was not sent. Try again.';
    }
  }
}

function draftKeyOf(conversation) {
  return `${store.me.id} ${conversation}`;
}
