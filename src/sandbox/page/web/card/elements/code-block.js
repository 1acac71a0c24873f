import { el } from '../../shell/el.js';
import { icon } from '../../shell/icon.js';
import { CardElement, StringProperty, Versions } from '../library.js';

/** Lines to copy, as Teams draws `CodeBlock`; languages are not coloured. */
export class CodeBlock extends CardElement {
  static snippetProperty = new StringProperty(Versions.v1_0, 'codeSnippet');
  static languageProperty = new StringProperty(Versions.v1_0, 'language');

  getJsonTypeName() {
    return 'CodeBlock';
  }

  internalRender() {
    const text = this.getValue(CodeBlock.snippetProperty) ?? '';
    const copy = el(
      'button',
      {
        class: 'ac-code-copy',
        type: 'button',
        'aria-label': 'Copy',
        title: 'Copy',
        on: { click: () => navigator.clipboard?.writeText(text) },
      },
      icon('copy'),
    );
    return el('div', { class: 'ac-code' }, el('pre', { tabindex: '0', text }), copy);
  }
}
