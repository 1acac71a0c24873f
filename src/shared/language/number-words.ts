import { isPseudo } from './pseudo.ts';
import { languageNow } from './worded.ts';

/** Made once a language: making one takes longer than using it. */
const FORMATS = new Map<string, Intl.NumberFormat>();

/** A number as the reader writes it: 5,000 in English, 5.000 in German. */
export function numberWords(many: number): string {
  const language = languageNow();
  const spoken = isPseudo(language) ? 'en' : language;
  const format = FORMATS.get(spoken) ?? new Intl.NumberFormat(spoken);
  FORMATS.set(spoken, format);
  return format.format(many);
}
