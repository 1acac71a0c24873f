import { amongAll } from '../../../requests/messages/among-others.ts';
import { type RequestsData, requestLine } from '../../../requests/messages/answers.ts';
import { owedHere } from '../../../requests/notifying/status-first.ts';
import type { FoundQuery } from '../../../requests/ports/store.ts';
import type { Request } from '../../../requests/record/request.ts';
import { ANY_TERM, groupTerm, personTerms, stateTerm, textTerms } from '../../../requests/record/search-terms.ts';
import { sharedPlace } from '../../../requests/rules/shared-places.ts';
import { type AirlockError, errorFields } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { type PastFilter, sayPast } from '../../language/past/past-filter.ts';
import { pastTitle } from '../../language/past/past-title.ts';
import { periodOf, type Span } from '../../language/past/periods.ts';
import { reply } from '../reply.ts';

/** How many requests a page shows. */
const SHOWN = 6;

/**
 * Lists the emergencies that are owed an approval, then the open requests, those that end first on top; in a shared
 * place, those that were asked there.
 */
export async function listRequests(turn: Turn, { open, page = 1 }: CommandOf<'requests'>): Promise<void> {
  if (!open) return showHistory(turn, { kind: 'history', filter: {}, page });
  await turn.admit();
  const { store, tenantId } = turn.services;
  const place = sharedPlace(turn.sender.conversation);
  const total = await store.openHere(tenantId, place);
  const pages = Math.max(1, Math.ceil(total / SHOWN));
  const at = Math.min(page, pages);
  const { found, unreadable } = await read(turn, (onUnreadable) =>
    store.openPage(tenantId, { skip: (at - 1) * SHOWN, limit: SHOWN, place }, onUnreadable),
  );
  const turns = [...(at > 1 ? [`requests page ${at - 1}`] : []), ...(at < pages ? [`requests page ${at + 1}`] : [])];
  const owed = at === 1 ? await owedFirst(turn) : [];
  const others = found.filter(({ id }) => owed.every((one) => one.id !== id));
  await tell(turn, [...owed, ...others], {
    more: at < pages,
    ...(pages > 1 && { page: t`Page ${at} of ${pages}; ${total} are open, those that end first on top.`, turns }),
    ...unreadable,
  });
}

/** The emergencies that are owed an approval, as far as they are shown here: they stand first. */
export function owedFirst({ services, sender }: Turn): Promise<readonly Request[]> {
  return owedHere(services, sender.conversation);
}

/** Lists past and open requests by what they are found by, the latest first; the first page for one there is not. */
export async function showHistory(turn: Turn, { filter, page }: CommandOf<'history'>): Promise<void> {
  await turn.admit();
  const asked = await readHistory(turn, filter, page);
  const isBeyond = page > 1 && asked.found.length === 0;
  const at = isBeyond ? 1 : page;
  const { found, unreadable } = isBeyond ? await readHistory(turn, filter, at) : asked;
  const more = found.length > SHOWN;
  const turns = [...(at > 1 ? [sayPast(filter, at - 1)] : []), ...(more ? [sayPast(filter, at + 1)] : [])];
  const place = isBeyond ? t`There is no page ${page} of it; this is the first.` : t`Page ${page}.`;
  await tell(turn, found.slice(0, SHOWN), {
    more,
    soughtFor: pastTitle(filter),
    ...((turns.length > 0 || isBeyond) && { page: place, turns }),
    ...unreadable,
  });
}

function readHistory(turn: Turn, filter: PastFilter, page: number) {
  const { services, sender } = turn;
  const query = { ...pastQuery(turn, filter), skip: (page - 1) * SHOWN, limit: SHOWN + 1 };
  return read(turn, (onUnreadable) =>
    services.store.found(services.tenantId, { ...query, place: sharedPlace(sender.conversation) }, onUnreadable),
  );
}

/** What the store is asked for: whatever somebody calls `me` is whoever asks, and days are theirs. */
export function pastQuery(turn: Turn, filter: PastFilter): Pick<FoundQuery, 'terms' | 'from' | 'to'> {
  return { terms: termsOf(turn, filter), ...spanOf(turn, filter) };
}

/** Reads a page, and notes what of it cannot be read. */
async function read(
  { services: { log }, correlation }: Turn,
  from: (onUnreadable: (number: number, fault: AirlockError) => void) => Promise<readonly Request[]>,
) {
  const numbers: number[] = [];
  const found = await from((number, fault) => {
    numbers.push(number);
    log.error({ correlation, number, ...errorFields(fault) }, 'request left out of a list');
  });
  return { found, unreadable: numbers.length > 0 ? { unreadable: numbers } : {} };
}

async function tell(turn: Turn, found: readonly Request[], data: Omit<RequestsData, 'lines'>): Promise<void> {
  const here = sharedPlace(turn.sender.conversation) === null ? {} : { hereOnly: true as const };
  const lines = (await amongAll(turn.services, found)).map((request) =>
    requestLine(request, turn.services.clock.now()),
  );
  await reply(turn, { view: 'requests', data: { lines, ...data, ...here } });
}

/** The person's term comes first: the time of what they did is the one that counts. */
function termsOf({ sender }: Turn, { person, group, state, text }: PastFilter): readonly string[] {
  const terms = [
    ...(person ? personTerms(person.deed, person.name ?? sender.actor.oid) : []),
    ...(group === undefined ? [] : [groupTerm(group)]),
    ...(text === undefined ? [] : someTerms(text)),
    ...(state === undefined ? [] : [stateTerm(state)]),
  ];
  return terms.length === 0 ? [ANY_TERM] : terms;
}

/** What holds no word is the word of no request. */
function someTerms(text: string): readonly string[] {
  const terms = textTerms(text);
  return terms.length === 0 ? ['word:'] : terms;
}

/** A period that names no day finds nothing, rather than everything. */
function spanOf({ services, activity }: Turn, { since, until, before, in: within }: PastFilter) {
  const zone = activity.localTimezone ?? 'UTC';
  const of = (period: string | undefined): Span | null =>
    period === undefined ? null : (periodOf(period, services.clock.now(), zone) ?? { from: 0, to: 0 });
  const ends = [of(until)?.to, of(before)?.from, of(within)?.to].filter((end) => end !== undefined);
  const starts = [of(since)?.from, of(within)?.from].filter((start) => start !== undefined);
  return {
    from: starts.length === 0 ? null : Math.max(...starts),
    to: ends.length === 0 ? null : Math.min(...ends),
  };
}
