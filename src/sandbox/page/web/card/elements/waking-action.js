import { BoolProperty, ExecuteAction, ToggleVisibilityAction, Versions } from '../library.js';

/** A button that wakes once a required input is filled in, as Teams treats `conditionallyEnabled`. */
export class WakingAction extends ExecuteAction {
  static conditionProperty = new BoolProperty(Versions.v1_0, 'conditionallyEnabled', false);

  isEffectivelyEnabled() {
    if (!super.isEffectivelyEnabled()) return false;
    return !this.getValue(WakingAction.conditionProperty) || this.#isFilledIn();
  }

  #isFilledIn() {
    const required = Object.values(this.getReferencedInputs() ?? {}).filter((input) => input.isRequired);
    return required.length === 0 || required.some((input) => input.isSet());
  }
}

/** A button that folds a part of the card out and in, and tells which it is. */
export class FoldAction extends ToggleVisibilityAction {
  render() {
    super.render();
    this.#tell(false);
  }

  execute() {
    super.execute();
    const card = this.parent?.getRootElement();
    const ids = Object.keys(this.targetElements);
    const parts = ids.map((id) => card?.getElementById(id));
    // The library says it of the part, where it means nothing.
    for (const part of parts) part?.renderedElement?.removeAttribute('aria-expanded');
    // What it folds out comes first; the others are what makes room for it.
    this.#tell(parts[0]?.isVisible === true);
  }

  /** Parts of several cards have one name on the page, so none is named here. */
  #tell(isOpen) {
    this.renderedElement?.removeAttribute('aria-controls');
    this.renderedElement?.setAttribute('aria-expanded', String(isOpen));
  }
}
