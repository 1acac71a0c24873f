import { CardElement, StringProperty, Versions } from '../library.js';

const WIDTHS = ['verynarrow', 'narrow', 'standard', 'wide'];

/**
 * Lets elements name the widths of a card at which they are drawn, as Teams treats `targetWidth`: one gets a class for
 * each width at which it is not. The style sheet knows where a width ends.
 */
export function respectTargetWidth() {
  const property = new StringProperty(Versions.v1_0, 'targetWidth');
  CardElement.targetWidthProperty = property;
  const { render } = CardElement.prototype;
  CardElement.prototype.render = function renderAtWidth() {
    const element = render.call(this);
    for (const width of hiddenAt(this.getValue(property))) element?.classList.add(`not-${width}`);
    return element;
  };
}

/** The widths at which `atLeast:Narrow`, `atMost:Standard` or `Wide` are not drawn. */
function hiddenAt(target) {
  const [, bound, name] = /^(?:(atLeast|atMost):)?(\w+)$/.exec(target ?? '') ?? [];
  const at = WIDTHS.indexOf(name?.toLowerCase());
  if (at < 0) return [];
  return WIDTHS.filter((_, width) => {
    if (bound === 'atLeast') return width < at;
    return bound === 'atMost' ? width > at : width !== at;
  });
}
