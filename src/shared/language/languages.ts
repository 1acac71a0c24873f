import { z } from 'zod';

/** The languages that Airlock speaks, as they call themselves. English is what the code says. */
const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;

/** Languages nobody speaks, which prove that no text is left out or cut: long with accents, and right to left. */
export const PSEUDO_LANGUAGES = { 'qps-ploc': 'Long', 'qps-plocm': 'Right to left' } as const;

export type Language = keyof typeof LANGUAGES | keyof typeof PSEUDO_LANGUAGES;

export const ENGLISH: Language = 'en';

/** Every language, by its code. */
export const LANGUAGE_CODES = [
  ...(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[]),
  ...(Object.keys(PSEUDO_LANGUAGES) as (keyof typeof PSEUDO_LANGUAGES)[]),
] as const satisfies readonly Language[];

function isLanguage(code: string, has: { readonly pseudo: boolean }): code is Language {
  return Object.hasOwn(LANGUAGES, code) || (has.pseudo && Object.hasOwn(PSEUDO_LANGUAGES, code));
}

/** A language as it is stored; one that a later release spoke is as if none were stored. */
export const storedLanguage = z.enum(LANGUAGE_CODES).optional().catch(undefined);

/**
 * The language of a locale as clients name it: `de-AT` is German. Null for a language that Airlock does not speak.
 * @param locale a BCP 47 tag, in any case
 * @param has whether a pseudo-language may be chosen, which is for the demo and tests alone
 */
export function languageOf(locale: string, has: { readonly pseudo: boolean }): Language | null {
  const code = locale.trim().toLowerCase();
  if (isLanguage(code, has)) return code;
  const [first = ''] = code.split(/[-_]/, 1);
  return isLanguage(first, has) ? first : null;
}
