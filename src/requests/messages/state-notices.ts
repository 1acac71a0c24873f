import { kindOf } from '../../changes/registry/kind-of.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { ConversationKey } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { saySentences } from '../../shared/language/in-sentences.ts';
import { t } from '../../shared/language/worded.ts';
import type { NewOutboxMessage } from '../ports/outbox.ts';
import { nameIn } from '../record/actor-names.ts';
import type { Request, Success, UnknownRequest } from '../record/request.ts';
import { mayAskAgain } from '../record/told-by-request.ts';
import { hasEnded } from '../record/transitions.ts';
import type { NoticeData } from './answers.ts';
import { answerMessage } from './outbox-messages.ts';
import { pushWords } from './push-words.ts';
import { type StatusInput, statusOf } from './state-catalogue/status-of.ts';

/**
 * The notice in the conversation where a request was made, sent when it ends. Teams does not announce a card that
 * changes in place, so the requester would miss it (docs/facts/approvals.md#outcome-in-chat). Empty for a step that the
 * requester took.
 */
export function outcomeMessages(request: Request, now: number): readonly NewOutboxMessage[] {
  return hasEnded(request.state) ? newsMessages(request, now) : [];
}

/** The same for an outcome that stays unknown: most are known within seconds, and then nobody is alarmed. */
export function unknownMessages(request: UnknownRequest, now: number): readonly NewOutboxMessage[] {
  return newsMessages(request, now);
}

function newsMessages(request: Request, now: number): readonly NewOutboxMessage[] {
  const { news } = statusOf(request);
  if (!news) return [];
  const suggestions = nextSteps(request);
  const data = { tone: news.tone, title: news.title, text: about(request, news.text), suggestions };
  const key = request.outcome?.code === 'surfaced' ? request.outcome.code : request.state;
  return [noticeAtOrigin(request, `news:${key}`, data, now)];
}

/**
 * The notice that a request which had ended is applied after all, in each place where its card stands, besides the one
 * where it was made.
 */
export function surfacedMessages(
  request: Request,
  outcome: Success,
  places: readonly ConversationKey[],
  now: number,
): readonly NewOutboxMessage[] {
  const { news } = statusOf({ ...request, state: 'applied', closing: null, waiting: null, outcome });
  if (!news) return [];
  const data = { ...news, text: about(request, news.text), suggestions: [`show ${request.number}`] };
  const others = [...new Set(places)].filter((place) => place !== request.origin);
  return others.map((conversation) =>
    answerMessage(
      { tenantId: request.tenantId, conversation, now },
      `${request.id}:surfaced:${conversation}${outcome.proof?.unseen ? `:${request.rev}` : ''}`,
      {
        view: 'notice',
        data,
      },
    ),
  );
}

/**
 * The notice that items of a request were found which had been unknown when it ended, in each place where it is known.
 * @param note how it stands now
 */
export function lateItemsMessages(
  request: Request,
  note: string,
  places: readonly ConversationKey[],
  now: number,
): readonly NewOutboxMessage[] {
  const { number, tenantId, origin } = request;
  const data: NoticeData = {
    tone: 'info',
    title: t`#${number} shows after all`,
    text: about(request, note),
    suggestions: [`show ${number}`],
  };
  return [...new Set([origin, ...places])].map((conversation) =>
    answerMessage({ tenantId, conversation, now }, `${request.id}:late:${request.rev}:${conversation}`, {
      view: 'notice',
      data,
    }),
  );
}

/**
 * The notice that the tenant shows a part of a request which has ended, in each place where it is known.
 * @param note which part, and what is not known
 */
export function partlyShownMessages(
  request: Request,
  note: string,
  places: readonly ConversationKey[],
  now: number,
): readonly NewOutboxMessage[] {
  const { heading } = statusOf(request);
  const data: NoticeData = {
    tone: 'info',
    title: t`#${request.number} shows in part`,
    text: about(request, t`${note} It stays "${heading}": look in the portal whether all of it was applied.`),
    suggestions: [`show ${request.number}`],
  };
  return [...new Set([request.origin, ...places])].map((conversation) =>
    answerMessage({ tenantId: request.tenantId, conversation, now }, `${request.id}:shown-in-part:${conversation}`, {
      view: 'notice',
      data,
    }),
  );
}

/**
 * The notice for a step that does not end the request: the change was handed over, or not confirmed. Null where the
 * step has none.
 */
export function stepNotice(request: Request): NoticeData | null {
  const { news } = statusOf(request);
  return news && { ...news, text: `${pushWords(request)}. ${news.text}`, suggestions: [`show ${request.number}`] };
}

/** Commands, for buttons. */
function nextSteps(request: Request): readonly string[] {
  const { number } = request;
  return [`show ${number}`, ...(mayAskAgain(request) ? [`ask again ${number}`] : [])];
}

/** The notice of how an applied change goes on in the tenant: that what was written ends soon, or was changed since. */
export function followedMessages(request: Request, text: string, now: number): readonly NewOutboxMessage[] {
  const suggestions = [`show ${request.number}`];
  const title = t`News of #${request.number}`;
  const data = { tone: 'info', title, text: about(request, text), suggestions } as const;
  return [noticeAtOrigin(request, `followed:${request.rev}`, data, now)];
}

/** The notice of how the orders of a request ended, where it was made, and in these places. */
export function endedMessages(
  request: Request,
  places: readonly ConversationKey[],
  now: number,
): readonly NewOutboxMessage[] {
  const { news } = statusOf(request);
  if (!news) return [];
  const data = { ...news, text: about(request, news.text), suggestions: nextSteps(request) };
  const others = [...new Set(places)].filter((place) => place !== request.origin);
  return [
    noticeAtOrigin(request, 'ended', data, now),
    ...others.map((conversation) =>
      answerMessage({ tenantId: request.tenantId, conversation, now }, `${request.id}:ended:${conversation}`, {
        view: 'notice',
        data,
      }),
    ),
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
export function waitingMessages(
  request: Request,
  cause: { code: ErrorCode; note: string },
  now: number,
): readonly NewOutboxMessage[] {
  if (!NEEDS_A_PERSON.has(cause.code)) return [];
  const isReading = request.state === 'unknown';
  const { onceMended } = isReading ? statusOf(request) : statusOf(waitingFor(request, cause.note, now));
  const data: NoticeData = {
    tone: 'warning',
    title: t`#${request.number} needs attention`,
    text: about(request, [saySentences(cause.note), onceMended ?? ''].join(' ')),
    suggestions: [`show ${request.number}`],
  };
  return [noticeAtOrigin(request, `waits:${cause.code}:${isReading ? 'reading' : 'writing'}`, data, now)];
}

/** A write that was refused for now goes back to approved. */
function waitingFor(request: Request, note: string, now: number): StatusInput {
  return { ...request, state: 'approved', waiting: { since: now, note, nextAt: now } };
}

function about(request: Request, text: string): string {
  const { change, requester } = request;
  return t`${kindOf(change).title(change)}, asked for by ${nameIn(request, requester)}. ${text}`.trim();
}

function noticeAtOrigin(request: Request, key: string, data: NoticeData, now: number): NewOutboxMessage {
  return {
    key: `${request.id}:${key}`,
    tenantId: request.tenantId,
    conversation: request.origin,
    content: { kind: 'answer', view: 'notice', data: asJson(data), to: request.requester.oid },
    dueAt: now,
  };
}
