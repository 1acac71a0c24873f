import { el } from '../../shell/el.js';
import { CardElement, NumProperty, StringProperty, Versions } from '../library.js';

/** How far something has come, as Teams draws `ProgressBar`. Without a value Teams moves it; here it is empty then. */
export class ProgressBar extends CardElement {
  static valueProperty = new NumProperty(Versions.v1_0, 'value', 0);
  static maxProperty = new NumProperty(Versions.v1_0, 'max', 100);
  static colorProperty = new StringProperty(Versions.v1_0, 'color', true, undefined, 'Accent');

  getJsonTypeName() {
    return 'ProgressBar';
  }

  internalRender() {
    const value = this.getValue(ProgressBar.valueProperty);
    const max = this.getValue(ProgressBar.maxProperty);
    const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
    const filled = el('div', { class: 'ac-progress-filled' });
    filled.style.width = `${share * 100}%`;
    return el(
      'div',
      {
        class: `ac-progress progress-${String(this.getValue(ProgressBar.colorProperty)).toLowerCase()}`,
        role: 'progressbar',
        'aria-label': `${value} of ${max}`,
        'aria-valuemin': 0,
        'aria-valuemax': max,
        'aria-valuenow': value,
      },
      filled,
    );
  }
}
