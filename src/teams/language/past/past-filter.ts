/** What somebody did with a request; `by`: anything. */
export type PastDeed = 'by' | 'asked' | 'approved' | 'rejected';

interface PastPerson {
  readonly deed: PastDeed;
  /** As typed; null for whoever asks. */
  readonly name: string | null;
}

/** A day or days, in the words of `periodOf`: `monday`, `last week`, `7 days`, `2026-11-03`, `november 2026`. */
export type Period = string;

/** Which requests are looked for; what is absent does not matter. */
export interface PastFilter {
  readonly person?: PastPerson;
  /** The name of a device group, as typed. */
  readonly group?: string;
  /** A state, or `open`. */
  readonly state?: string;
  /** Words of its title or reason, as typed. */
  readonly text?: string;
  readonly since?: Period;
  readonly until?: Period;
  readonly before?: Period;
  readonly in?: Period;
}

/** How a deed is said before a name. */
const DEED_WORDS: Readonly<Record<PastDeed, string>> = {
  by: 'by',
  asked: 'asked by',
  approved: 'approved by',
  rejected: 'rejected by',
};

/** The exact text of a filter, in one order: `history approved by "Bob" of group "Servers" since monday page 2`. */
export function sayPast({ person, group, state, text, ...times }: PastFilter, page = 1): string {
  const parts = [
    'history',
    ...(person ? [DEED_WORDS[person.deed], person.name === null ? 'me' : `"${person.name}"`] : []),
    ...(group === undefined ? [] : [`of group "${group}"`]),
    ...(state === undefined ? [] : [state]),
    ...(['since', 'until', 'before', 'in'] as const).flatMap((how) => {
      const period = times[how];
      return period === undefined ? [] : [`${how} ${period}`];
    }),
    ...(text === undefined ? [] : [`about "${text}"`]),
    ...(page === 1 ? [] : [`page ${page}`]),
  ];
  return parts.join(' ');
}
