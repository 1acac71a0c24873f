import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';

/** One text of a catalogue. */
export interface Translated {
  /** The file without its folder: `requests.json`. */
  readonly file: string;
  /** English, as the code says it. */
  readonly text: string;
  /** The same in ICU MessageFormat of the language. */
  readonly translation: string;
}

/** The languages that have a catalogue. */
export function translatedLanguages(): readonly string[] {
  return readdirSync('languages').sort();
}

export function catalogue(language: string): readonly Translated[] {
  const folder = `languages/${language}`;
  return readdirSync(folder).flatMap((file) => {
    const texts = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Readonly<Record<string, string>>;
    return Object.entries(texts).map(([text, translation]) => ({ file, text, translation }));
  });
}

/** The values that an English text has: `0`, `1`. */
export function valuesOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{(\d+)\}/g)].map(([, value = '']) => value))].sort();
}

/** The values that a translation uses. @throws SyntaxError where it is no ICU MessageFormat */
export function valuesUsed(language: string, translation: string): readonly string[] {
  const format = new IntlMessageFormat(translation, language, undefined, { ignoreTag: true });
  return [...new Set(namesIn(format.getAst()))].sort();
}

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** Of the parser's kinds of part, 0 is a text and 7 is the number sign of a plural; every other one names a value. */
function namesIn(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => {
    if (part.type === 0 || part.type === 7 || part.type === 8) return [];
    const inner = 'options' in part ? Object.values(part.options).flatMap(({ value }) => namesIn(value)) : [];
    return [part.value, ...inner];
  });
}
