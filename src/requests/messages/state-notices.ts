import { kindOf } from '../../changes/registry/kind-of.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { ConversationKey } from '../../shared/ids.ts';
import { joinedByAnd } from '../../shared/language/in-sentences.ts';
import { sayNote } from '../../shared/language/stored-notes.ts';
import { t } from '../../shared/language/worded.ts';
import type { NewOutboxMessage } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Replacement } from '../ports/store.ts';
import { nameIn } from '../record/actor-names.ts';
import type { ApprovedRequest, Request, Success, UnknownRequest } from '../record/request.ts';
import { mayAskAgain } from '../record/told-by-request.ts';
import { hasEnded } from '../record/transitions.ts';
import { amongOthers } from './among-others.ts';
import type { NoticeData } from './answers.ts';
import { noticesTo } from './outbox-messages.ts';
import { askedWords, pushWords } from './push-words.ts';
import { type StatusInput, statusOf } from './state-catalogue/status-of.ts';

/**
 * The notice in the conversation where a request was made, sent when it ends. Teams does not announce a card that
 * changes in place, so the requester would miss it (docs/facts/approvals.md#outcome-in-chat). Empty for a step that the
 * requester took.
 */
export async function outcomeMessages(services: Speaking, request: Request): Promise<readonly NewOutboxMessage[]> {
  return hasEnded(request.state) ? newsMessages(services, request) : [];
}

/** What says in which language a place is told. */
type Speaking = Pick<Services, 'store' | 'clock' | 'language'>;

/** The same for an outcome that stays unknown: most are known within seconds, and then nobody is alarmed. */
export function unknownMessages(services: Speaking, request: UnknownRequest): Promise<readonly NewOutboxMessage[]> {
  return newsMessages(services, request);
}

/** The same notice as it reads once more is known of an applied change, in place of what it said. */
export async function newsRetold(services: Speaking, request: Request): Promise<readonly Replacement[]> {
  return (await newsMessages(services, request)).map(({ key, content }) => ({ key, content }));
}

async function newsMessages(services: Speaking, asked: Request): Promise<readonly NewOutboxMessage[]> {
  const request = await amongOthers(services, asked);
  const key = request.outcome?.code === 'surfaced' ? request.outcome.code : request.state;
  return noticeAtOrigin(services, request, `news:${key}`, () => {
    const { news } = statusOf(request);
    if (!news) return null;
    return { tone: news.tone, title: news.title, text: about(request, news.text), suggestions: nextSteps(request) };
  });
}

/**
 * The notice that a request which had ended is applied after all, in each place where its card stands, besides the one
 * where it was made.
 */
export async function surfacedMessages(
  services: Speaking,
  asked: Request,
  outcome: Success,
  places: readonly ConversationKey[],
): Promise<readonly NewOutboxMessage[]> {
  const request = await amongOthers(services, asked);
  const others = places.filter((place) => place !== request.origin);
  const again = outcome.proof?.unseen || outcome.proof?.unknown ? `:${request.rev}` : '';
  const { id, tenantId } = request;
  return noticesTo(services, { tenantId, places: others, keyOf: (place) => `${id}:surfaced:${place}${again}` }, () => {
    const { news } = statusOf({ ...request, state: 'applied', closing: null, waiting: null, outcome });
    return news && { ...news, text: about(request, news.text), suggestions: [`show ${request.number}`] };
  });
}

/**
 * The notice in the own chats of those who approved a request that was stopped, since nothing that they press next
 * would tell them; whoever asked is told where it was made.
 * @param why what was switched off
 */
export async function stoppedForApprovers(
  services: Speaking,
  asked: ApprovedRequest,
  why: string,
): Promise<readonly NewOutboxMessage[]> {
  const request = await amongOthers(services, asked);
  const { id, tenantId, number, origin } = request;
  const oids = request.approvals.map(({ by }) => by.oid);
  const contacts = await services.store.contacts(tenantId, oids);
  const places = contacts.flatMap(({ personal }) => (personal === null || personal === origin ? [] : [personal]));
  return noticesTo(services, { tenantId, places, keyOf: (place) => `${id}:stopped:${place}` }, () => ({
    tone: 'attention',
    title: t`#${number} was stopped; Airlock changed nothing`,
    text: about(request, sayNote(why)),
    suggestions: [`show ${number}`],
  }));
}

/**
 * The notice that items of a request were found which had been unknown when it ended, in each place where it is known.
 * @param note how it stands now
 */
export async function lateItemsMessages(
  services: Speaking,
  asked: Request,
  { note, isShown }: { readonly note: string; readonly isShown: boolean },
  places: readonly ConversationKey[],
): Promise<readonly NewOutboxMessage[]> {
  const request = await amongOthers(services, asked);
  const { id, rev, number, tenantId, origin } = request;
  const keyOf = (place: ConversationKey) => `${id}:late:${rev}:${place}`;
  return noticesTo(services, { tenantId, places: [origin, ...places], keyOf }, () => ({
    tone: isShown ? 'info' : 'warning',
    title: isShown ? t`#${number} shows after all` : t`#${number} was not written as a whole`,
    text: about(request, note),
    suggestions: [`show ${number}`],
  }));
}

/**
 * The notice that the tenant shows a part of a request which has ended, in each place where it is known.
 * @param note which part, and what is not known
 */
export async function partlyShownMessages(
  services: Speaking,
  asked: Request,
  note: string,
  places: readonly ConversationKey[],
): Promise<readonly NewOutboxMessage[]> {
  const request = await amongOthers(services, asked);
  const { id, tenantId, origin } = request;
  const keyOf = (place: ConversationKey) => `${id}:shown-in-part:${place}`;
  return noticesTo(services, { tenantId, places: [origin, ...places], keyOf }, () => {
    const { heading } = statusOf(request);
    return {
      tone: 'info',
      title: t`#${request.number} shows in part`,
      text: about(request, t`${note} It stays "${heading}": look in the portal whether all of it was applied.`),
      suggestions: [`show ${request.number}`],
    };
  });
}

/**
 * The notice for a step that does not end the request: the change was handed over, or not confirmed; who approved it
 * and who asked are named apart. Null where the step has none.
 */
export function stepNotice(request: Request): NoticeData | null {
  const { news } = statusOf(request);
  const names = joinedByAnd(request.approvals.map(({ by }) => nameIn(request, by)));
  const words = names === '' ? pushWords(request) : t`Approved by ${names}. ${askedWords(request)}`;
  return news && { ...news, text: `${words}. ${news.text}`, suggestions: [`show ${request.number}`] };
}

/** Commands, for buttons. */
function nextSteps(request: Request): readonly string[] {
  const { number } = request;
  return [`show ${number}`, ...(mayAskAgain(request) ? [`ask again ${number}`] : [])];
}

/** The notice of how an applied change goes on in the tenant: that what was written ends soon, or was changed since. */
export async function followedMessages(
  services: Speaking,
  asked: Request,
  text: string,
): Promise<readonly NewOutboxMessage[]> {
  const request = await amongOthers(services, asked);
  return noticeAtOrigin(services, request, `followed:${request.rev}`, () => ({
    tone: 'info',
    title: t`News of #${request.number}`,
    text: about(request, sayNote(text)),
    suggestions: [`show ${request.number}`],
  }));
}

/** The notice of how the orders of a request ended, where it was made, and in these places. */
export async function endedMessages(
  services: Speaking,
  asked: Request,
  places: readonly ConversationKey[],
): Promise<readonly NewOutboxMessage[]> {
  const request = await amongOthers(services, asked);
  const words = () => {
    const { news } = statusOf(request);
    return news && { ...news, text: about(request, news.text), suggestions: nextSteps(request) };
  };
  const { id, tenantId, origin } = request;
  const others = places.filter((place) => place !== origin);
  return [
    ...(await noticeAtOrigin(services, request, 'ended', words)),
    ...(await noticesTo(services, { tenantId, places: others, keyOf: (place) => `${id}:ended:${place}` }, words)),
  ];
}

/** The title of the reminder for a request that is still waiting. */
export function reminderTitle(request: Request): string {
  return `#${request.number} ${statusOf(request).reminder ?? t`is still open`}`;
}

/** Errors that a person must fix before the request can go on; waiting does not help. */
const NEEDS_A_PERSON: ReadonlySet<ErrorCode> = new Set(['tenant-signed-out', 'not-allowed']);

/**
 * The notice in the conversation where a request was made, sent when the request needs a person. Sent once for each
 * request and cause, since the card keeps showing it. Empty where waiting is enough.
 */
export async function waitingMessages(
  services: Speaking,
  asked: Request,
  cause: { code: ErrorCode; note: string },
): Promise<readonly NewOutboxMessage[]> {
  const request = await amongOthers(services, asked);
  if (!NEEDS_A_PERSON.has(cause.code)) return [];
  const isReading = request.state === 'unknown';
  const key = `waits:${cause.code}:${isReading ? 'reading' : 'writing'}`;
  return noticeAtOrigin(services, request, key, () => {
    const waiting = isReading ? request : waitingFor(request, cause.note, services.clock.now());
    return {
      tone: 'warning',
      title: t`#${request.number} needs attention`,
      text: about(request, [sayNote(cause.note), statusOf(waiting).onceMended ?? ''].join(' ')),
      suggestions: [`show ${request.number}`],
    };
  });
}

/** A write that was refused for now goes back to approved. */
function waitingFor(request: Request, note: string, now: number): StatusInput {
  return { ...request, state: 'approved', waiting: { since: now, note, nextAt: now } };
}

function about(request: Request, text: string): string {
  const { change, requester } = request;
  return t`${kindOf(change).title(change)}, asked for by ${nameIn(request, requester)}. ${text}`.trim();
}

function noticeAtOrigin(
  services: Speaking,
  { id, tenantId, origin, requester }: Request,
  key: string,
  words: () => NoticeData | null,
): Promise<readonly NewOutboxMessage[]> {
  const to = { tenantId, places: [origin], keyOf: () => `${id}:${key}`, also: { to: requester.oid } };
  return noticesTo(services, to, words);
}
