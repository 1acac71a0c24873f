import { ENGLISH, type Language } from './languages.ts';
import { isPseudo } from './pseudo.ts';
import { languageNow } from './worded.ts';

/** Made once a language: making one takes longer than using it. */
const FORMATS = new Map<string, Intl.NumberFormat>();

/** A number as the reader writes it: 5,000 in English, 5.000 in German. */
export function numberWords(many: number): string {
  const spoken = spokenNow();
  const format = FORMATS.get(spoken) ?? new Intl.NumberFormat(spoken);
  FORMATS.set(spoken, format);
  return format.format(many);
}

/** The reader's language for what the platform itself words; English for those that nobody speaks. */
export function spokenNow(): Language {
  const language = languageNow();
  return isPseudo(language) ? ENGLISH : language;
}
