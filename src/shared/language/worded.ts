import { AsyncLocalStorage } from 'node:async_hooks';
import { ENGLISH, type Language } from './languages.ts';
import { isPseudo, pseudoText } from './pseudo.ts';
import { fromCatalogue } from './read-catalogue.ts';

/** The reader's language, for all that is done on their behalf; English outside. */
const SPOKEN = new AsyncLocalStorage<Language>();

/**
 * Words everything in `run`, and all that it starts, in one language. Where that is the one of now, it is run as it is:
 * once Node has followed one context, it follows every promise of this process.
 */
export function inLanguage<T>(language: Language, run: () => T): T {
  return language === languageNow() ? run() : SPOKEN.run(language, run);
}

/** What is kept for others to read, in whatever language they will: the record, logs, what is searched. */
export function inEnglish<T>(run: () => T): T {
  return inLanguage(ENGLISH, run);
}

/** The language in which texts are worded now. */
export function languageNow(): Language {
  return SPOKEN.getStore() ?? ENGLISH;
}

/**
 * A text in the reader's language: t`Asked by ${name}`. English is the key of the catalogue, with its values as `{0}`,
 * `{1}`; a text that the catalogue lacks stays English.
 */
export function t(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  const language = languageNow();
  if (language === ENGLISH) return filled(parts, values);
  return worded(language, keyOf(parts), values) ?? filled(parts, values);
}

/** A text that is worded later, by `say`: for tables and constants. It is the English one, and takes no values. */
export function msg(parts: TemplateStringsArray): string {
  return parts.join('');
}

/**
 * A text of `msg` in the reader's language; any other text stays as it is. A text of `msg` has no values, so one that
 * looks like having some is somebody's words.
 */
export function say(text: string): string {
  const language = languageNow();
  return language === ENGLISH || VALUE.test(text) ? text : (worded(language, text, []) ?? text);
}

const VALUE = /\{\d+\}/;

function worded(language: Language, key: string, values: readonly unknown[]): string | null {
  if (!isPseudo(language)) return fromCatalogue(language, key, values);
  return pseudoText(language, key).replace(/\{(\d+)\}/g, (_, at: string) => String(values[Number(at)]));
}

function filled(parts: readonly string[], values: readonly unknown[]): string {
  let text = parts[0] ?? '';
  for (const [at, value] of values.entries()) text += `${value}${parts[at + 1] ?? ''}`;
  return text;
}

const KEYS = new WeakMap<TemplateStringsArray, string>();

function keyOf(parts: TemplateStringsArray): string {
  const known = KEYS.get(parts);
  if (known !== undefined) return known;
  const key = parts.reduce((text, part, at) => `${text}{${at - 1}}${part}`);
  KEYS.set(parts, key);
  return key;
}
