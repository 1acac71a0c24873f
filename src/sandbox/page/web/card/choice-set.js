import { ChoicePicker } from './choice-picker.js';
import { ChoiceSetInput } from './library.js';

/**
 * A ChoiceSet as Teams draws it: one that takes several or searches is a picker. The library would draw the first as an
 * endless list of boxes, and does not know the second with several choices; its lists that open also lose the first
 * choice.
 */
export class ChoiceSet extends ChoiceSetInput {
  internalRender() {
    if (!this.#isPicker()) return alignLines(super.internalRender());
    const { dataset } = this.choicesData ?? {};
    const card = this.getRootElement();
    this.picker = new ChoicePicker({
      choices: this.choices.map(({ title, value }) => ({ title, value })),
      chosen: (this.defaultValue ?? '').split(',').filter((value) => value !== ''),
      several: this.isMultiSelect,
      typed: this.style === 'filtered' || dataset !== undefined,
      placeholder: this.placeholder,
      search: dataset && ((text) => card.searchChoices(this, dataset, text)),
      onChange: () => this.valueChanged(),
    });
    return this.picker.element;
  }

  get value() {
    if (this.picker) return this.picker.value;
    const control = this.renderedInputControlElement;
    return control instanceof HTMLSelectElement ? control.value || undefined : super.value;
  }

  isDynamicTypeahead() {
    return false;
  }

  isValid() {
    return true;
  }

  focus() {
    if (this.picker) this.picker.focus();
    else super.focus();
  }

  updateInputControlAriaLabelledBy() {
    if (!this.picker) return super.updateInputControlAriaLabelledBy();
    return this.picker.box.setAttribute('aria-labelledby', this.getAllLabelIds().join(' '));
  }

  #isPicker() {
    const searches = this.choicesData?.type === 'Data.Query' && Boolean(this.choicesData.dataset);
    return searches || this.style === 'filtered' || (this.isMultiSelect && this.style !== 'expanded');
  }
}

/**
 * A choice of several lines has its mark at the first; the library centres it, and pushes lines that do not wrap to the
 * right.
 */
function alignLines(control) {
  for (const line of control.querySelectorAll(':scope > div')) {
    const [mark, gap] = line.children;
    line.style.alignItems = 'flex-start';
    mark.style.marginTop = '2px';
    gap.remove();
  }
  return control;
}
