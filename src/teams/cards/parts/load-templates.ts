import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Template } from 'adaptivecards-templating';
import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/language/languages.ts';
import { languageNow, say } from '../../../shared/language/worded.ts';
import { quicken, WHOLE_BINDING } from './quick-bindings.ts';

/** One file `cards/<name>.json` each. */
export const CARD_NAMES = [
  'request',
  'form',
  'devices',
  'notice',
  'help',
  'requests',
  'status',
  'group',
  'home',
  'center',
  'outside',
  'outside-list',
  'sight',
  'ask',
] as const;

export type CardName = (typeof CARD_NAMES)[number];

/** The folder `cards/` beside both `src/` and `dist/`. */
export const CARDS_FOLDER = fileURLToPath(new URL('../../../../cards/', import.meta.url));
const CARD = z.looseObject({ type: z.literal('AdaptiveCard'), version: z.literal('1.5') });

/**
 * Reads and checks every template once, and compiles each when it is first used in a language: compiling takes most of
 * the time, and a process that starts draws one card at first. What it says itself is worded in the language of whoever
 * takes it out of the table. A template binds fields and repeats over lists, nothing else. A string
 * is plain text or one whole binding, so that a `${` on a finished card can only be somebody's text. Refuses `$when`,
 * which silently drops an element when its field is missing: an optional section is a list of none or one instead.
 * @throws AirlockError card-invalid naming the file.
 */
export function loadTemplates(folder: string = CARDS_FOLDER): Readonly<Record<CardName, Template>> {
  const templates = {};
  for (const name of CARD_NAMES) {
    const source = checked(folder, name);
    const compiled = new Map<Language, Template>();
    const get = (): Template => {
      const language = languageNow();
      const template = compiled.get(language) ?? compile(wordTemplate(source));
      compiled.set(language, template);
      return template;
    };
    Object.defineProperty(templates, name, { enumerable: true, get });
  }
  const stray = templateFiles(folder).find((file) => !CARD_NAMES.some((name) => file === `${name}.json`));
  if (stray) throw invalid(stray, 'no card of this name is drawn');
  // Sound: each name has its template by now.
  return templates as Record<CardName, Template>;
}

function compile(source: unknown): Template {
  return quicken(new Template(source), source);
}

function templateFiles(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.samples.json'));
}

function checked(folder: string, name: CardName): unknown {
  const file = `${name}.json`;
  try {
    const source = CARD.parse(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')));
    const whole = compose(folder, source);
    assertPlain(file, whole);
    return whole;
  } catch (error) {
    throw error instanceof AirlockError ? error : invalid(file, 'it cannot be read as an Adaptive Card 1.5', error);
  }
}

/**
 * Replaces `{ "$part": "<part>" }` by `cards/parts/<part>.json`; other keys beside `$part` are added or override.
 */
function compose(folder: string, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((item) => compose(folder, item));
  if (typeof node !== 'object' || node === null) return node;
  const { $part, ...own } = node as Record<string, unknown>;
  const part = $part === undefined ? {} : JSON.parse(readFileSync(`${folder}/parts/${$part}.json`, 'utf8'));
  return Object.fromEntries(Object.entries({ ...part, ...own }).map(([key, value]) => [key, compose(folder, value)]));
}

function assertPlain(file: string, node: unknown): void {
  if (typeof node === 'string' && node.includes('${') && !WHOLE_BINDING.test(node)) {
    throw invalid(file, `"${node}" is neither plain text nor one whole binding`);
  }
  if (typeof node !== 'object' || node === null) return;
  if ('$when' in node) throw invalid(file, '$when hides what is missing; repeat over a list of none or one instead');
  for (const child of Object.values(node)) assertPlain(file, child);
}

/** Keys of an element under which a text stands that a person reads. The value of a choice is none. */
const TEXT_KEYS = new Set([
  'text',
  'title',
  'label',
  'placeholder',
  'errorMessage',
  'fallbackText',
  'speak',
  'altText',
  'tooltip',
]);

/** A text with the blanks around it; a binding, a sign or a blank alone is none. */
const TEXT = /^(\s*)(?!\$\{)(\S(?:.*\S)?)(\s*)$/su;

/** A template whose own texts are in the reader's language; what it binds, its ids and its values are as they were. */
export function wordTemplate(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(wordTemplate);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      typeof value === 'string' && TEXT_KEYS.has(key) ? wordText(value) : wordTemplate(value),
    ]),
  );
}

function wordText(value: string): string {
  if (!/\p{L}/u.test(value)) return value;
  return value.replace(TEXT, (_, before: string, text: string, after: string) => `${before}${say(text)}${after}`);
}

function invalid(file: string, why: string, cause?: unknown): AirlockError {
  return new AirlockError('card-invalid', `The card template cards/${file} cannot be used: ${why}.`, { cause });
}
