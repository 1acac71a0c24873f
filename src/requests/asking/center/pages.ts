import { t } from '../../../shared/language/worded.ts';
import type { CenterButton, Lack, Seen } from '../../ports/defender-activity.ts';

/** One page of a list; pages count from 1, and the last one stands for all that do not exist. */
export function pageOf<T>(all: readonly T[], asked: number, size: number) {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(asked, pages);
  return { page, pages, shown: all.slice((page - 1) * size, page * size) };
}

/** Buttons for the pages beside this one. @param say what is typed for the first page */
export function turnsOf(say: string, page: number, pages: number): readonly CenterButton[] {
  const turn = (to: number) => ({ title: t`Page ${to}`, say: `${say} page ${to}` });
  return [...(page > 1 ? [turn(page - 1)] : []), ...(page < pages ? [turn(page + 1)] : [])];
}

/** What a list could not tell, in sentences. @param what the list, as a sentence begins */
export function lackWords(what: string, seen: Seen<Lack>): readonly string[] {
  if ('why' in seen) return [t`${what}: not read. ${seen.why}`];
  const { more, leftOut } = seen.value;
  return [
    ...(more ? [t`${what}: there may be more than were read.`] : []),
    ...(leftOut > 0 ? [t`${what}: ${leftOut} could not be read, or do not say how they stand.`] : []),
  ];
}
