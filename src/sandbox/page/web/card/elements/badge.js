import { el } from '../../shell/el.js';
import { CardElement, StringProperty, Versions } from '../library.js';

/** A short text on a tinted ground, as Teams draws `Badge`: of icon, size and shape only what cards of Airlock use. */
export class Badge extends CardElement {
  static textProperty = new StringProperty(Versions.v1_0, 'text');
  static styleProperty = new StringProperty(Versions.v1_0, 'style', true, undefined, 'Default');
  static appearanceProperty = new StringProperty(Versions.v1_0, 'appearance', true, undefined, 'Filled');
  static tooltipProperty = new StringProperty(Versions.v1_0, 'tooltip');

  getJsonTypeName() {
    return 'Badge';
  }

  internalRender() {
    const read = (property) => this.getValue(property);
    const style = String(read(Badge.styleProperty)).toLowerCase();
    const look = String(read(Badge.appearanceProperty)).toLowerCase();
    const badge = el('span', {
      class: `ac-badge ${look} badge-${style}`,
      text: read(Badge.textProperty) ?? '',
      title: read(Badge.tooltipProperty),
    });
    return el('div', { class: 'ac-badge-line' }, badge);
  }
}
