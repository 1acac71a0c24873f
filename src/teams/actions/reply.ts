import type { Answer } from '../../requests/messages/answers.ts';
import { answerMessage } from '../../requests/messages/outbox-messages.ts';
import type { NewTask } from '../../requests/ports/outbox.ts';
import type { Request } from '../../requests/record/request.ts';
import { AirlockError } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import type { Turn } from '../bot/turn.ts';

/** Answers a message where it was written; once, however often the message is delivered. */
export function reply({ services, sender, key }: Turn, answer: Answer): Promise<void> {
  const to = { tenantId: services.tenantId, conversation: sender.place.key, now: services.clock.now() };
  return services.store.send({ messages: [answerMessage(to, `${key}:answer`, answer)], tasks: [] });
}

/**
 * Leaves to a task what somebody asked for, since Defender may take its time: the task learns who asked and where to answer. Once, however
 * often the activity is delivered.
 */
export function enqueue(
  { services, sender, key, correlation }: Turn,
  kind: Extract<NewTask['kind'], 'draft' | 'status' | 'open-form' | 'revert'>,
  asked: object,
): Promise<void> {
  const task: NewTask = {
    key: `${key}:${kind}`,
    kind,
    tenantId: services.tenantId,
    requestId: null,
    payload: asJson({ ...asked, actor: sender.actor, conversation: sender.place.key }),
    dueAt: services.clock.now(),
    correlation,
  };
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
