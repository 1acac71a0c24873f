import { AirlockError } from '../../shared/errors.ts';
import type { ConversationKey, EntraObjectId, FormId, RequestId, TenantId } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { ENGLISH, type Language } from '../../shared/language/languages.ts';
import { inLanguage, languageNow, t } from '../../shared/language/worded.ts';
import {
  type Audience,
  type Conversation,
  copyKey,
  type NewOutboxMessage,
  type OutboxContent,
  type OutboxMessage,
  type Task,
} from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { OutboxBatch, Replacement } from '../ports/store.ts';
import type { Actor, Request } from '../record/request.ts';
import { amongOthers } from './among-others.ts';
import type { Answer, NoticeData, Wish } from './answers.ts';

/** What is spoken in a place: in somebody's own chat their language, where many read along the installation's. */
export function languageOfPlace(
  place: Pick<Conversation, 'kind' | 'language'> | null,
  { language }: Pick<Services, 'language'>,
): Language {
  return place?.kind === 'personal' ? (place.language ?? language) : language;
}

/**
 * Words something for a place, whoever's turn or job it is: for what nobody there asked for at this moment. The answer
 * to somebody's wish is worded in their language, wherever they asked.
 */
export async function inLanguageOf<T>(
  services: Pick<Services, 'store' | 'language'>,
  conversation: ConversationKey,
  words: () => T | Promise<T>,
): Promise<T> {
  const place = await services.store.conversation(conversation).catch(() => null);
  return inLanguage(languageOfPlace(place, services), words);
}

/** The language spoken now, to be stored with words in it, or with what they are asked for; nothing for English. */
export function spokenNow(): { readonly language?: Language } {
  const language = languageNow();
  return language === ENGLISH ? {} : { language };
}

type AnswerContent = Extract<OutboxContent, { kind: 'answer' }>;

/** An answer as it is stored: its data, and in which language that is worded. */
export function answerContent(
  { view, data }: Answer,
  also: Pick<AnswerContent, 'whilePending' | 'to' | 'onlyFor'> = {},
): AnswerContent {
  return { kind: 'answer', view, data: asJson(data), ...also, ...spokenNow() };
}

/** An answer as a message to deliver. @param key unique, so that it is delivered once */
export function answerMessage(
  to: { readonly tenantId: TenantId; readonly conversation: ConversationKey; readonly now: number },
  key: string,
  answer: Answer,
  also: Pick<AnswerContent, 'whilePending' | 'to' | 'onlyFor'> = {},
): NewOutboxMessage {
  return {
    key,
    tenantId: to.tenantId,
    conversation: to.conversation,
    content: answerContent(answer, also),
    dueAt: to.now,
  };
}

const VIEWS: ReadonlySet<string> = new Set<Answer['view']>([
  'notice',
  'help',
  'devices',
  'requests',
  'status',
  'group',
  'home',
  'center',
  'outside',
  'sight',
  'outside-list',
]);

/** An answer as it was stored. @throws AirlockError store-corrupt */
export function storedAnswer({ view, data }: Extract<OutboxContent, { kind: 'answer' }>): Answer {
  if (!VIEWS.has(view)) throw new AirlockError('store-corrupt', `There is no view "${view}" to draw an answer with.`);
  // Sound: `answerContent` alone writes answers, and takes view and data together from an Answer.
  return { view, data } as unknown as Answer;
}

/** Where the answer to somebody goes. */
export interface Answered {
  /** In a personal chat the card is the requester's own. */
  readonly conversation: ConversationKey;
  /** The key of the message that becomes the answer; absent for a task that an earlier release filed. */
  readonly card?: string | undefined;
  /** What they asked for, to be asked once more; absent as the card is. */
  readonly wish?: Wish | undefined;
}

/** Who asked, and where the answer goes. */
export interface Asker extends Answered {
  readonly actor: Actor;
}

/**
 * Turns the message that said "Reading Defender" into what it is about. Where there is none, or where it could not be
 * delivered, that is a message of its own.
 * @param key of such a message
 */
export function becomes(
  { tenantId, clock }: Pick<Services, 'tenantId' | 'clock'>,
  { conversation, card }: Answered,
  key: string,
  content: OutboxContent,
): Replacement {
  return { key: card ?? key, content, otherwise: { key, tenantId, conversation, content, dueAt: clock.now() } };
}

/** The same for a notice, which holds what was asked for where it is not what was wanted. */
export function becomesAnswer(
  services: Pick<Services, 'tenantId' | 'clock'>,
  to: Answered,
  task: Task,
  what: Answer,
): Replacement {
  const isRefused = what.view === 'notice' && what.data.tone !== 'good' && what.data.final === undefined;
  const answer: Answer = isRefused && to.wish ? { view: 'notice', data: { ...what.data, wish: to.wish } } : what;
  const key = `${task.key}:answer`;
  const content = answerContent(answer);
  return becomes(services, to, to.card === key ? `${key}:anew` : key, content);
}

/** Answers somebody who asked for something and completes the task; nothing was filed. */
export async function replyTo(
  services: Pick<Services, 'store' | 'tenantId' | 'clock'>,
  asker: Asker,
  task: Task,
  what: Answer,
  copy: AskedCopy | null = null,
): Promise<void> {
  const replacements = [becomesAnswer(services, asker, task, what)];
  await services.store.send({ messages: [], ...copy, replacements, tasks: [], completes: task });
}

/**
 * A notice in the conversation where the request was made, and in the requester's personal chat where the bot knows it.
 * Teams does not announce a card that changes in place, so a notice goes with it.
 * @param key unique to what is said, so that each conversation gets it once
 * @param words of the request among others of a name, called in the language of each; null for nothing to say
 */
export async function requestNotices<R extends Request>(
  services: Pick<Services, 'store' | 'clock' | 'language'>,
  request: R,
  key: string,
  words: (named: R) => NoticeData | null,
): Promise<readonly NewOutboxMessage[]> {
  const named = await amongOthers(services, request);
  const [contact] = await services.store.contacts(request.tenantId, [request.requester.oid]);
  const places = [request.origin, ...(contact?.personal ? [contact.personal] : [])];
  const to = { tenantId: request.tenantId, places, keyOf: (place: ConversationKey) => `${key}:${place}` };
  return noticesTo(services, to, () => words(named));
}

/** Where a notice goes, and what makes it unique in each place. */
interface Places {
  readonly tenantId: TenantId;
  /** Each counts once. */
  readonly places: readonly ConversationKey[];
  readonly keyOf: (place: ConversationKey) => string;
  readonly also?: Parameters<typeof answerMessage>[3];
}

/**
 * The same notice in several conversations, worded in the language of each.
 * @param words called in that language; null where there is nothing to say
 */
export async function noticesTo(
  services: Pick<Services, 'store' | 'clock' | 'language'>,
  { tenantId, places, keyOf, also }: Places,
  words: () => NoticeData | null,
): Promise<readonly NewOutboxMessage[]> {
  const now = services.clock.now();
  const noticeIn = (conversation: ConversationKey) => {
    const data = words();
    const to = { tenantId, conversation, now };
    return data === null ? [] : [answerMessage(to, keyOf(conversation), { view: 'notice', data }, also)];
  };
  const all = [...new Set(places)].map((place) => inLanguageOf(services, place, () => noticeIn(place)));
  return (await Promise.all(all)).flat();
}

/** What an existing message shows from now on. */
export type ReplacedBy = { readonly requestId: RequestId } | { readonly formId: FormId };

/**
 * Makes the copies of a form's card show the draft, or those of a draft the form. In a personal chat the card stays the
 * requester's own.
 */
export function replacements(copies: readonly OutboxMessage[], into: ReplacedBy): readonly Replacement[] {
  return copies.map(({ key, content }) => ({
    key,
    content: contentOf(into, content.kind === 'answer' ? null : content.viewer),
  }));
}

function contentOf(into: ReplacedBy, viewer: EntraObjectId | null): OutboxContent {
  if ('formId' in into) return { kind: 'form', formId: into.formId, viewer };
  return requestContent(into.requestId, viewer === null ? null : { audience: 'requester', viewer });
}

/**
 * Who a copy of a card is for, in their personal chat with the bot; null for the copy that everybody in a conversation
 * sees.
 */
export type CardOwner = { readonly audience: Exclude<Audience, 'shared'>; readonly viewer: EntraObjectId } | null;

type Said = Pick<Extract<OutboxContent, { kind: 'request' }>, 'notice' | 'mentions' | 'whilePending'>;

function requestContent(requestId: RequestId, owner: CardOwner, said: Said = {}): OutboxContent {
  return { kind: 'request', requestId, ...(owner ?? { audience: 'shared', viewer: null }), ...said };
}

/**
 * The message that carries a request's card; on delivery it is drawn from the request as it is then.
 * @param to.notice why it is sent; `to.mentions`: whom Teams notifies of it
 */
export function requestCardMessage(
  { tenantId, clock }: Pick<Services, 'tenantId' | 'clock'>,
  requestId: RequestId,
  to: { readonly key: string; readonly conversation: ConversationKey; readonly owner?: CardOwner } & Said,
): NewOutboxMessage {
  const { key, conversation, owner = null, ...said } = to;
  return { key, tenantId, conversation, content: requestContent(requestId, owner, said), dueAt: clock.now() };
}

/** A copy of a request's card that somebody asked for; those in the same room that were asked for before give way. */
export type AskedCopy = Pick<OutboxBatch, 'messages' | 'newestCopy'>;

/**
 * One more copy of a request's card where somebody asked for it. However often they ask, it alone goes on being updated
 * there, beside the card that was announced.
 * @param asked key of the activity or task
 */
export function askedCopy(
  services: Pick<Services, 'tenantId' | 'clock'>,
  { id, number }: Pick<Request, 'id' | 'number'>,
  to: { readonly asked: string; readonly conversation: ConversationKey; readonly owner?: CardOwner } & Said,
): AskedCopy {
  const { asked, conversation, ...said } = to;
  const key = copyKey(asked);
  const data: NoticeData = {
    tone: 'info',
    title: t`#${number} is shown again`,
    text: t`A newer card of it is in this conversation. This one is not updated any more.`,
    suggestions: [`show ${number}`],
  };
  return {
    messages: [requestCardMessage(services, id, { key, conversation, ...said })],
    newestCopy: {
      ...{ key, requestId: id, conversation },
      instead: { kind: 'answer', view: 'notice', data: asJson(data) },
    },
  };
}
