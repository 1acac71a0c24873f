import { ChoiceSet } from '../choice-set.js';
import { GlobalRegistry } from '../library.js';
import { Badge } from './badge.js';
import { CodeBlock } from './code-block.js';
import { ProgressBar } from './progress-bar.js';
import { StackedBars } from './stacked-bars.js';
import { respectTargetWidth } from './target-width.js';
import { FoldAction, WakingAction } from './waking-action.js';

/** Teaches the library what Teams draws and the library does not, or draws otherwise. */
export function registerElements() {
  respectTargetWidth();
  const { elements, actions } = GlobalRegistry;
  elements.register('Input.ChoiceSet', ChoiceSet);
  elements.register('Badge', Badge);
  elements.register('ProgressBar', ProgressBar);
  elements.register('CodeBlock', CodeBlock);
  elements.register('Chart.HorizontalBar.Stacked', StackedBars);
  actions.register('Action.Execute', WakingAction);
  actions.register('Action.ToggleVisibility', FoldAction);
}
