import { AirlockError } from '../../shared/errors.ts';
import type { ConversationKey, EntraObjectId, FormId, RequestId, TenantId } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import {
  type Audience,
  copyKey,
  type NewOutboxMessage,
  type OutboxContent,
  type OutboxMessage,
  type Task,
} from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { OutboxBatch, Replacement } from '../ports/store.ts';
import type { Actor, Request } from '../record/request.ts';
import type { Answer, NoticeData, Wish } from './answers.ts';

type AnswerContent = Extract<OutboxContent, { kind: 'answer' }>;

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
    content: { kind: 'answer', view: answer.view, data: asJson(answer.data), ...also },
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
  // Sound: `answerMessage` and `becomesAnswer` alone write answers, and take view and data together from an Answer.
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
  const data = isRefused && to.wish ? { ...what.data, wish: to.wish } : what.data;
  const key = `${task.key}:answer`;
  const content = { kind: 'answer', view: what.view, data: asJson(data) } as const;
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
 */
export async function requestNotices(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  request: Request,
  key: string,
  data: NoticeData,
): Promise<readonly NewOutboxMessage[]> {
  const [contact] = await store.contacts(request.tenantId, [request.requester.oid]);
  const conversations = new Set([request.origin, ...(contact?.personal ? [contact.personal] : [])]);
  const { tenantId } = request;
  const now = clock.now();
  return [...conversations].map((conversation) =>
    answerMessage({ tenantId, conversation, now }, `${key}:${conversation}`, { view: 'notice', data }),
  );
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
