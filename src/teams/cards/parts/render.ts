import { createHash } from 'node:crypto';
import { GlobalSettings, type Template } from 'adaptivecards-templating';
import { LRUCache } from 'lru-cache';
import { AirlockError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
import { languageNow } from '../../../shared/language/worded.ts';
import { headOf, isHeaded } from './head.ts';
import { type CardName, loadTemplates } from './load-templates.ts';

/** A finished card as Teams takes it: Adaptive Card 1.5, the newest version that Teams draws for bots. */
export type AdaptiveCard = { readonly [key: string]: Json } & {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
};

/**
 * Binds a view model to a template of `loadTemplates`. Strict: a field that is missing or null is an error. Text of the
 * model is copied unchanged: templates contain whole bindings only, and a bound value is never read as a binding.
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
  leaveOutDropped(card);
  return card as AdaptiveCard;
}

/** The templating library marks a dropped section with null, so a model must not contain it. */
function assertBindable(name: string, node: unknown): void {
  if (node === null || node === undefined) throw invalid(name, `its view model holds ${node}`);
  if (typeof node === 'object') for (const child of Object.values(node)) assertBindable(name, child);
}

/** Only what the library made holds null, so nothing of the model is altered. */
function leaveOutDropped(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (value === null) Reflect.deleteProperty(node, key);
    else leaveOutDropped(value);
  }
}

function invalid(name: string, why: string, cause?: unknown): AirlockError {
  return new AirlockError('card-invalid', `The card "${name}" could not be made: ${why}.`, { cause });
}

const TEMPLATES = loadTemplates();

/** How many bytes of cards are kept. With a sign like ours a text has two a letter. */
const KEPT_BYTES = 8 * 1_024 * 1_024;
const LETTER = 2;

/**
 * Cards as text, by the SHA-256 of their name, their language and their whole model: whatever differs in one of them is
 * drawn anew. The model itself, as large as the card, is not kept.
 */
const DRAWN = new LRUCache<string, Drawn>({
  maxSize: KEPT_BYTES,
  sizeCalculation: ({ text }, drawnFrom) => LETTER * (text.length + drawnFrom.length),
});

interface Drawn {
  readonly text: string;
  /** The names of its outermost members. */
  readonly keys: readonly string[];
}

/**
 * Draws a view model with its template; templates are read when the process starts. A model that was drawn lately is
 * not drawn again: clients refresh a card for each of those who look, and most of them see the same.
 * @throws AirlockError card-invalid
 */
export function renderCard(name: CardName, model: object): AdaptiveCard {
  assertBindable(name, model);
  const drawnFrom = createHash('sha256')
    .update(`${name} ${languageNow()} ${JSON.stringify(model)}`)
    .digest('hex');
  const drawn = DRAWN.get(drawnFrom);
  if (drawn !== undefined) return written(unread(drawn), drawn.text);
  const card = expand(name, TEMPLATES[name], isHeaded(model) ? { ...model, head: headOf(model) } : model);
  const text = JSON.stringify(card);
  DRAWN.set(drawnFrom, { text, keys: Object.keys(card) });
  return written(card, text);
}

/** A card of which mostly the text alone is sent: it is parsed when somebody first reads a member. */
function unread({ text, keys }: Drawn): AdaptiveCard {
  let read: AdaptiveCard | null = null;
  const members = keys.map((key): [string, PropertyDescriptor] => {
    const get = (): unknown => {
      read ??= JSON.parse(text) as AdaptiveCard;
      return read[key];
    };
    return [key, { enumerable: true, get }];
  });
  // Sound: its members are those of the text, which was made of a card.
  return Object.defineProperties({}, Object.fromEntries(members)) as AdaptiveCard;
}

/** The JSON of each card that was drawn and is not sent yet: it is measured, and it is the answer to a press. */
const WRITTEN = new WeakMap<object, string>();

/** Nobody may change a card after it was drawn: its text is what is sent. */
function written(card: AdaptiveCard, text: string): AdaptiveCard {
  WRITTEN.set(Object.freeze(card), text);
  return card;
}

/** A value as JSON; a card that was drawn is not written anew. */
export function cardText(card: object): string {
  return WRITTEN.get(card) ?? JSON.stringify(card);
}
