import type { OutsideEntry, OutsideListData } from '../../requests/messages/answers.ts';
import { outsideAnswer } from '../../requests/messages/outside-words.ts';
import type { Outside } from '../../requests/record/outside.ts';
import { isOpenItem, knownOutside, openOutside } from '../../requests/watching/outside-store.ts';
import { watchState } from '../../requests/watching/watched.ts';
import type { ShownOutside, ShownOutsideList } from '../actions/parse-action.ts';
import type { Turn } from '../bot/turn.ts';
import type { IncomingOutsideAction } from './parse-outside-action.ts';
import { shownOutside } from './shown-outside.ts';

/** How many changes a page lists. */
const ON_PAGE = 5;

/**
 * A page of the changes outside Airlock that are open, newest first.
 * @param page counts from 1; the last one where there are fewer
 * @throws AirlockError store-corrupt
 */
export async function outsidePage(services: Turn['services'], page: number): Promise<OutsideListData> {
  const [open, watch] = await Promise.all([openOutside(services), watchState(services)]);
  const pages = Math.max(1, Math.ceil(open.length / ON_PAGE));
  const shown = Math.min(page, pages);
  const lines = open.slice((shown - 1) * ON_PAGE, shown * ON_PAGE).flatMap(entryOf);
  return { lines, page: shown, pages, total: open.length, watch };
}

function entryOf(outside: Outside): readonly OutsideEntry[] {
  const { id, number, items, more } = outside;
  const open = items.filter(isOpenItem);
  const [first] = outsideAnswer({ ...outside, items: open.length > 0 ? open : items }, new Map()).data.lines;
  if (!first) return [];
  const { what, who, at, source, readAt } = first;
  return [{ id, number, line: { what, who, at, source, readAt }, others: Math.max(0, open.length - 1) + more }];
}

/** Shows a page of the open ones; changes nothing. @throws AirlockError store-corrupt, may-not-read */
export async function listOutside(turn: Turn, { page }: { readonly page: number }): Promise<ShownOutsideList> {
  await turn.admit();
  return { outsideList: await outsidePage(turn.services, page) };
}

/** Shows one of them; changes nothing. */
export async function showOutside(turn: Turn, { id }: IncomingOutsideAction): Promise<ShownOutside> {
  await turn.admit();
  const { outside } = await knownOutside(turn.services, id);
  return shownOutside(turn, outside);
}
