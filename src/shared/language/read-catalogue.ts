import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import { z } from 'zod';
import { AirlockError } from '../errors.ts';

/** The folder `languages/` beside both `src/` and `dist/`: one folder a language, with files of texts in it. */
const FOLDER = fileURLToPath(new URL('../../../languages/', import.meta.url));

/** English text, its values as `{0}`, `{1}` -> the same in ICU MessageFormat of another language. */
const FILE = z.record(z.string(), z.string());

type Catalogue = ReadonlyMap<string, string>;

const CATALOGUES = new Map<string, Catalogue>();

/**
 * All texts of a language; read once. A text that stands in two files is an error.
 * @throws AirlockError catalogue-invalid
 */
function catalogueOf(language: string): Catalogue {
  const known = CATALOGUES.get(language);
  if (known) return known;
  const read = readCatalogue(`${FOLDER}${language}/`);
  CATALOGUES.set(language, read);
  return read;
}

function readCatalogue(folder: string): Catalogue {
  const texts = new Map<string, string>();
  for (const file of readdirSync(folder).sort()) {
    for (const [english, text] of Object.entries(fileOf(`${folder}${file}`))) {
      if (texts.has(english)) throw invalid(file, `"${english}" stands in another file, too`);
      texts.set(english, text);
    }
  }
  return texts;
}

function fileOf(path: string): Readonly<Record<string, string>> {
  try {
    return FILE.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw invalid(path, 'it is no list of texts', error);
  }
}

const FORMATS = new Map<string, IntlMessageFormat>();

/** Every English text that a language has. */
export function englishTexts(language: string): readonly string[] {
  return [...catalogueOf(language).keys()];
}

/**
 * The English text in another language, with its values; null where the catalogue lacks it, or where it takes more
 * values than there are: a card in English is better than none.
 */
export function fromCatalogue(language: string, english: string, values: readonly unknown[]): string | null {
  const text = catalogueOf(language).get(english);
  if (text === undefined || valuesOf(english) > values.length) return null;
  return String(formatOf(language, text).format(Object.fromEntries(values.map((value, at) => [String(at), value]))));
}

/** How many values an English text takes. */
function valuesOf(english: string): number {
  const places = english.match(/\{\d+\}/g) ?? [];
  return places.reduce((most, place) => Math.max(most, Number(place.slice(1, -1)) + 1), 0);
}

function formatOf(language: string, text: string): IntlMessageFormat {
  const key = `${language} ${text}`;
  const known = FORMATS.get(key);
  if (known) return known;
  const format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
  FORMATS.set(key, format);
  return format;
}

function invalid(file: string, why: string, cause?: unknown): AirlockError {
  return new AirlockError('catalogue-invalid', `The texts of ${file} cannot be used: ${why}.`, { cause });
}
