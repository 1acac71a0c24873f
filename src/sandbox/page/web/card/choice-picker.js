import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';
import { PickerList } from './picker-list.js';

/**
 * A list that opens, as Teams draws one that takes several choices or searches: what is chosen stands as chips, typing
 * narrows the list down. `search` (where given) brings more choices for a text; null when it could not.
 */
export class ChoicePicker {
  constructor({ choices, chosen, several, typed, placeholder, search, onChange }) {
    this.choices = [...choices];
    this.chosen = chosen;
    this.several = several;
    this.search = search;
    this.onChange = onChange;
    this.placeholder = placeholder;
    this.chips = el('span', { class: 'picker-chips' });
    this.box = el('input', { type: 'text', class: 'picker-text', autocomplete: 'off', readonly: !typed });
    this.list = new PickerList(this.box, (value) => this.#toggle(value));
    this.frame = el('div', { class: 'picker-frame' }, this.chips, this.box, icon('chevron'));
    this.element = el('div', { class: 'picker' }, this.frame, this.list.element);
    this.frame.addEventListener('click', (event) => this.#clicked(event));
    this.box.addEventListener('input', () => this.#open());
    this.box.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('focusout', (event) => {
      if (!this.element.contains(event.relatedTarget)) this.#close();
    });
    this.#showChips();
  }

  get value() {
    return this.chosen.length > 0 ? this.chosen.join(',') : undefined;
  }

  focus() {
    this.box.focus();
  }

  async #open() {
    this.element.dataset.open = '';
    this.#showList(this.search ? 'Searching ...' : null);
    if (!this.search) return;
    const text = this.box.value;
    const found = await this.search(text);
    if (text !== this.box.value || this.element.dataset.open === undefined) return;
    for (const choice of found ?? []) if (!this.#known(choice.value)) this.choices.push(choice);
    this.#showList(found ? null : 'Unable to load', found ?? []);
  }

  #close() {
    delete this.element.dataset.open;
    this.box.value = '';
    this.list.hide();
  }

  #showList(note, found = []) {
    const text = this.box.value.trim().toLowerCase();
    const fits = ({ title, value }) => title.toLowerCase().includes(text) || found.some((one) => one.value === value);
    const shown = this.choices.filter(fits).map((choice) => ({ ...choice, on: this.chosen.includes(choice.value) }));
    this.list.show(shown, note ?? (shown.length === 0 ? 'No results found' : null));
  }

  #toggle(value) {
    const on = this.chosen.includes(value);
    if (on) this.chosen = this.chosen.filter((one) => one !== value);
    else this.chosen = this.several ? [...this.chosen, value] : [value];
    this.box.value = '';
    this.#showChips();
    if (this.several) this.#showList(null, this.choices);
    else this.#close();
    this.onChange();
  }

  #clicked(event) {
    const chip = event.target.closest('[data-remove]');
    if (chip) this.#toggle(chip.dataset.remove);
    this.focus();
    if (!chip && this.element.dataset.open === undefined) this.#open();
  }

  #key(event) {
    const { key } = event;
    const open = this.element.dataset.open !== undefined;
    if (key === 'Escape' && open) this.#close();
    else if (key === 'Backspace' && this.box.value === '' && this.chosen.length > 0) this.#toggle(this.chosen.at(-1));
    else if ((key === 'ArrowDown' || key === 'ArrowUp') && !open) this.#open();
    else if (key === 'ArrowDown') this.list.move(1);
    else if (key === 'ArrowUp') this.list.move(-1);
    else if (key === 'Enter' && open) this.list.pick();
    else return;
    event.preventDefault();
  }

  #showChips() {
    this.chips.replaceChildren(...this.chosen.map((value) => chip(value, this.#known(value)?.title ?? value)));
    this.box.placeholder = this.chosen.length > 0 ? '' : (this.placeholder ?? '');
  }

  #known(value) {
    return this.choices.find((choice) => choice.value === value);
  }
}

function chip(value, title) {
  const button = el(
    'button',
    {
      type: 'button',
      class: 'picker-remove',
      tabindex: '-1',
      'aria-label': `Remove ${title}`,
      data: { remove: value },
    },
    icon('close'),
  );
  return el('span', { class: 'picker-chip' }, el('span', { text: title }), button);
}
