import type { Answer } from '../../requests/messages/answers.ts';
import { answerMessage, type CardOwner } from '../../requests/messages/outbox-messages.ts';
import type { TaskKind } from '../../requests/ports/outbox.ts';
import type { Request } from '../../requests/record/request.ts';
import { newTask } from '../../requests/rules/advance.ts';
import type { ViewerRole } from '../../requests/rules/four-eyes.ts';
import { AirlockError } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import type { Turn } from '../bot/turn.ts';

/** Answers a message where it was written; once, however often the message is delivered. */
export function reply({ services, sender, key }: Turn, answer: Answer): Promise<void> {
  const to = { tenantId: services.tenantId, conversation: sender.place.key, now: services.clock.now() };
  return services.store.send({ messages: [answerMessage(to, `${key}:answer`, answer)], tasks: [] });
}

/**
 * Files a task for what somebody asked, since Defender may take its time; the task knows who asked and where to answer.
 * Once, however often the activity is delivered.
 */
export function enqueue(
  { services, sender, key, correlation }: Turn,
  kind: Extract<TaskKind, 'draft' | 'status' | 'open-form' | 'revert'>,
  asked: object,
): Promise<void> {
  const payload = asJson({ ...asked, actor: sender.actor, conversation: sender.place.key });
  const task = newTask(services, kind, { key: `${key}:${kind}`, payload, correlation });
  return services.store.send({ messages: [], tasks: [task] });
}

/**
 * The request that people call by this number. A draft is its requester's alone, until it is submitted.
 * @throws AirlockError not-found
 */
export async function numberedRequest({ services, sender }: Turn, number: number): Promise<Request> {
  const request = await services.store.requestByNumber(services.tenantId, number);
  const isPrivate = request?.submittedAt === null && request.requester.oid !== sender.actor.oid;
  if (request && !isPrivate) return request;
  throw new AirlockError('not-found', `There is no request #${number}. Write "requests" to see those that are open.`);
}

/**
 * Whose copy of a request's card this is: the viewer's own in their personal chat with the bot, everybody's elsewhere.
 */
export function ownCopy({ sender }: Turn, role: ViewerRole): CardOwner {
  return sender.place.kind === 'personal' && role !== 'reader' ? { audience: role, viewer: sender.actor.oid } : null;
}
