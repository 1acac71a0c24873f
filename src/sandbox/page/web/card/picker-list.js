import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';

let lists = 0;

/**
 * The open part of a picker: options with a tick where they are chosen, one of them active; the focus stays in the box.
 */
export class PickerList {
  constructor(box, onPick) {
    lists += 1;
    this.id = `picker-${lists}`;
    this.box = box;
    this.onPick = onPick;
    this.active = -1;
    this.values = [];
    this.element = el('div', { class: 'picker-list', role: 'listbox', id: this.id, hidden: true });
    this.element.addEventListener('mousedown', (event) => event.preventDefault());
    this.element.addEventListener('click', (event) => this.#clicked(event));
    box.setAttribute('role', 'combobox');
    box.setAttribute('aria-controls', this.id);
    box.setAttribute('aria-autocomplete', 'list');
    this.hide();
  }

  /** `note` stands below the options. */
  show(options, note) {
    this.values = options.map(({ value }) => value);
    this.active = Math.min(this.active, options.length - 1);
    this.element.replaceChildren(
      ...options.map((option, index) => this.#option(option, index)),
      ...(note ? [el('div', { class: 'picker-note', text: note })] : []),
    );
    this.element.hidden = false;
    this.box.setAttribute('aria-expanded', 'true');
    this.#mark();
  }

  hide() {
    this.element.hidden = true;
    this.active = -1;
    this.box.setAttribute('aria-expanded', 'false');
    this.box.removeAttribute('aria-activedescendant');
  }

  move(by) {
    const count = this.values.length;
    if (count === 0) return;
    this.active = (Math.max(this.active, by > 0 ? -1 : 0) + by + count) % count;
    this.#mark();
    this.element.children[this.active].scrollIntoView({ block: 'nearest' });
  }

  pick() {
    const value = this.values[this.active];
    if (value !== undefined) this.onPick(value);
  }

  #clicked(event) {
    const at = event.target.closest('[role="option"]')?.dataset.at;
    if (at !== undefined) this.onPick(this.values[Number(at)]);
  }

  #option({ title, on }, index) {
    return el(
      'div',
      {
        class: 'picker-option',
        role: 'option',
        id: `${this.id}-${index}`,
        'aria-selected': String(on),
        data: { at: index },
      },
      el('span', { class: 'picker-tick' }, on ? icon('check') : null),
      el('span', { text: title }),
    );
  }

  #mark() {
    for (const option of this.element.querySelectorAll('[role="option"]'))
      option.classList.toggle('active', Number(option.dataset.at) === this.active);
    if (this.active < 0) this.box.removeAttribute('aria-activedescendant');
    else this.box.setAttribute('aria-activedescendant', `${this.id}-${this.active}`);
  }
}
