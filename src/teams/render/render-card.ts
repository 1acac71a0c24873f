import type { AdaptiveCard } from './adaptive-card.ts';
import { expand } from './expand.ts';
import { type CardName, loadTemplates } from './load-templates.ts';

const TEMPLATES = loadTemplates();

/**
 * Draws a view model with its template; templates are read when the process starts.
 * @throws AirlockError card-invalid
 */
export function renderCard(name: CardName, model: object): AdaptiveCard {
  return expand(name, TEMPLATES[name], model);
}
