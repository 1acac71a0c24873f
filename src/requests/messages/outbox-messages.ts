import { asJson } from '../../shared/json.ts';
import type { NewOutboxMessage, OutboxContent, OutboxMessage, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Replacement } from '../ports/store.ts';
import type { Actor, Request } from '../record/request.ts';
import type { Answer, NoticeData } from './answers.ts';

/** An answer as a message to deliver; `key` makes it be said once. */
export function answerMessage(
  to: { readonly tenantId: string; readonly conversation: string; readonly now: number },
  key: string,
  answer: Answer,
): NewOutboxMessage {
  return {
    key,
    tenantId: to.tenantId,
    conversation: to.conversation,
    content: { kind: 'answer', view: answer.view, data: asJson(answer.data) },
    dueAt: to.now,
  };
}

/** Who asked, and where the answer goes. */
export interface Asker {
  readonly actor: Actor;
  /** In a personal chat the card is the requester's own. */
  readonly conversation: string;
}

/** Answers somebody who asked for something, and is done with the task: nothing was filed. */
export async function replyTo(
  services: Services,
  { conversation }: Asker,
  task: Task,
  what: Answer,
  card: NewOutboxMessage | null = null,
): Promise<void> {
  const to = { tenantId: services.tenantId, conversation, now: services.clock.now() };
  const messages = [answerMessage(to, `${task.key}:answer`, what), ...(card ? [card] : [])];
  await services.store.send({ messages, tasks: [], completes: task });
}

/**
 * A notice where the request was asked and in the requester's personal chat, if the bot knows it; in each once, by its key: cards change in
 * place without a sound.
 */
export async function requestNotices(
  services: Services,
  request: Request,
  key: string,
  data: NoticeData,
): Promise<readonly NewOutboxMessage[]> {
  const [contact] = await services.store.contacts(request.tenantId, [request.requester.oid]);
  const conversations = new Set([request.origin, ...(contact?.personal ? [contact.personal] : [])]);
  const { tenantId } = request;
  const now = services.clock.now();
  return [...conversations].map((conversation) =>
    answerMessage({ tenantId, conversation, now }, `${key}:${conversation}`, { view: 'notice', data }),
  );
}

/** What cards are turned into, where they stand. */
export type ReplacedBy = { readonly requestId: string } | { readonly formId: string };

/** The copies of a form's or a draft's card, showing the other from now on; in a personal chat the card stays the requester's own. */
export function replacements(copies: readonly OutboxMessage[], into: ReplacedBy): readonly Replacement[] {
  return copies.map(({ key, content }) => ({
    key,
    content: contentOf(into, content.kind === 'answer' ? null : content.viewer),
  }));
}

function contentOf(into: ReplacedBy, viewer: string | null): OutboxContent {
  if ('formId' in into) return { kind: 'form', formId: into.formId, viewer };
  return { kind: 'request', requestId: into.requestId, audience: viewer === null ? 'shared' : 'requester', viewer };
}
