import { ENGLISH, type Language, PSEUDO_LANGUAGES } from './languages.ts';

/** What stands around a text of a pseudo-language, and in no other. */
export const MARKS = { from: '⟦', to: '⟧' } as const;

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'áƀçďéƒĝĥíĵķļɱñóƥɋřšťúṽŵẋýžÁƁÇĎÉƑĜĤÍĴĶĻṀÑÓƤɊŘŠŤÚṼŴẊÝŽ';
const MIRRORED = 'אבגדהוזחטיכלמנסעפצקרשתאבגדאבגדהוזחטיכלמנסעפצקרשתאבגד';

const LETTERS: Readonly<Partial<Record<Language, ReadonlyMap<string, string>>>> = {
  'qps-ploc': table(ACCENTED),
  'qps-plocm': table(MIRRORED),
};

/** How much longer than English a language may be: German is, by a third. */
const LONGER = 0.35;

/** Whether nobody speaks it. */
export function isPseudo(language: Language): boolean {
  return language in PSEUDO_LANGUAGES && language !== ENGLISH;
}

/** An English text, its values as `{0}`, in letters that nobody takes for English; longer, and between marks. */
export function pseudoText(language: Language, english: string): string {
  if (english.startsWith(MARKS.from)) return english;
  const letters = LETTERS[language];
  const other = english.replace(/\{\d+\}|[A-Za-z]/g, (found) => letters?.get(found) ?? found);
  const more = '~'.repeat(Math.ceil(english.replace(/\{\d+\}/g, '').length * LONGER));
  return `${MARKS.from}${other}${more}${MARKS.to}`;
}

function table(others: string): ReadonlyMap<string, string> {
  const to = Array.from(others);
  return new Map(Array.from(PLAIN, (letter, at) => [letter, to[at] ?? letter]));
}
