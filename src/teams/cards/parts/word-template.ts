import { say } from '../../../shared/language/worded.ts';

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
