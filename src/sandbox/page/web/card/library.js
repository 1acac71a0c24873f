import { markdown } from '../conversation/markdown.js';
import { el } from '../shell/el.js';

/**
 * The `adaptivecards` library, with Teams' markdown and without its fault that an empty optional number with bounds
 * counts as invalid.
 */
export const {
  AdaptiveCard,
  BoolProperty,
  CardElement,
  ChoiceSetInput,
  Container,
  ExecuteAction,
  GlobalRegistry,
  HostConfig,
  NumProperty,
  OpenUrlAction,
  PropertyDefinition,
  SerializationContext,
  StringProperty,
  SubmitAction,
  ToggleVisibilityAction,
  Versions,
} = window.AdaptiveCards;

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = el('div', {}, markdown(text)).innerHTML;
  result.didProcess = true;
};

const { prototype } = window.AdaptiveCards.NumberInput;
const isValid = prototype.isValid;
prototype.isValid = function isValidNumber() {
  return Number.isNaN(this.value) ? !this.isRequired : isValid.call(this);
};
