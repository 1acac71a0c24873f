import { el } from '../../shell/el.js';
import { CardElement, PropertyDefinition, StringProperty, Versions } from '../library.js';

/** One bar of parts for each series, as Teams draws `Chart.HorizontalBar.Stacked`, and what each colour stands for. */
export class StackedBars extends CardElement {
  static titleProperty = new StringProperty(Versions.v1_0, 'title');
  static dataProperty = new PropertyDefinition(Versions.v1_0, 'data');

  getJsonTypeName() {
    return 'Chart.HorizontalBar.Stacked';
  }

  internalRender() {
    const series = this.getValue(StackedBars.dataProperty) ?? [];
    const title = this.getValue(StackedBars.titleProperty) ?? '';
    const legends = new Map(series.flatMap(({ data }) => data.map(({ legend, color }) => [legend, color])));
    return el(
      'div',
      { class: 'ac-chart', role: 'img', 'aria-label': [title, ...series.map(wordsOf)].join('. ') },
      ...series.map(barOf),
      el('div', { class: 'ac-chart-legend' }, ...[...legends].map(legendOf)),
    );
  }
}

function wordsOf({ title, data }) {
  return `${title}: ${data.map(({ legend, value }) => `${legend} ${value}`).join(', ')}`;
}

function barOf({ title, data }) {
  const parts = data.map(({ value, color }) => {
    const part = el('span', { class: `ac-chart-part chart-${color}`, text: String(value) });
    part.style.flexGrow = String(value);
    return part;
  });
  return el(
    'div',
    { class: 'ac-chart-row' },
    el('span', { class: 'ac-chart-title', text: title }),
    el('span', { class: 'ac-chart-bar' }, ...parts),
  );
}

function legendOf([legend, color]) {
  return el('span', { class: 'ac-chart-key' }, el('i', { class: `chart-${color}` }), legend);
}
