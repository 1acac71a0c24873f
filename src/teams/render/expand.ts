import { GlobalSettings, type Template } from 'adaptivecards-templating';
import type { Json } from '../../changes/json.ts';
import { AirlockError } from '../../errors.ts';
import type { AdaptiveCard } from './adaptive-card.ts';

/**
 * Binds a view model to a template of `loadTemplates`. Strict: a field that is missing or null is an error. Text of the model
 * arrives letter by letter: templates hold whole bindings only, and a bound value is never read as a binding itself.
 * @throws AirlockError card-invalid
 */
export function expand(name: string, template: Template, model: object): AdaptiveCard {
  assertBindable(name, model);
  const missing: string[] = [];
  GlobalSettings.getUndefinedFieldValueSubstitutionString = (path) => {
    missing.push(path);
    return '';
  };
  let card: unknown;
  try {
    card = template.expand({ $root: model });
  } catch (error) {
    throw invalid(name, 'its template cannot be expanded', error);
  }
  if (missing.length > 0) throw invalid(name, `the view model has no ${missing.join(', ')}`);
  return withoutDropped(card) as AdaptiveCard;
}

/** Null is how the templating library marks a dropped section, so a model must not hold it. */
function assertBindable(name: string, node: unknown): void {
  if (node === null || node === undefined) throw invalid(name, `its view model holds ${node}`);
  if (typeof node === 'object') for (const child of Object.values(node)) assertBindable(name, child);
}

function withoutDropped(node: unknown): Json {
  if (Array.isArray(node)) return node.map(withoutDropped);
  if (typeof node !== 'object' || node === null) return node as Json;
  const kept = Object.entries(node).filter(([, value]) => value !== null);
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutDropped(value)]));
}

function invalid(name: string, why: string, cause?: unknown): AirlockError {
  return new AirlockError('card-invalid', `The card "${name}" could not be made: ${why}.`, { cause });
}
