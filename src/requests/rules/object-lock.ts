import type { Change } from '../../changes/change.ts';
import { kindOf } from '../../changes/kind-of.ts';
import { type Asker, replyTo } from '../messages/outbox-messages.ts';
import { stateSentence } from '../messages/state-words.ts';
import type { NewOutboxMessage, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';

/** The open request that holds an object of this change; null without one. */
export async function lockedBy(services: Services, change: Change): Promise<Request | null> {
  for (const object of kindOf(change).objects(change)) {
    const holder = await services.store.lockedBy(services.tenantId, object);
    if (holder) return holder;
  }
  return null;
}

/** The card of the open request once more, where a second one was asked for. @param key of what asked */
export function lockingCard(services: Services, held: Request, conversation: string, key: string): NewOutboxMessage {
  const content = { kind: 'request', requestId: held.id, audience: 'shared', viewer: null } as const;
  return { key: `${key}:card`, tenantId: services.tenantId, conversation, content, dueAt: services.clock.now() };
}

/** What somebody is told who asks for a second change of an object. */
export function lockedSentence(held: Request): string {
  return `#${held.number}, asked for by ${held.requester.name}, is open on the same object. ${stateSentence(held)} One request at a time: decide or withdraw that one first.`;
}

/** Tells somebody of the open request that holds an object, with its card; nothing was filed. */
export function replyLocked(services: Services, asker: Asker, task: Task, held: Request): Promise<void> {
  const data = {
    tone: 'warning',
    title: 'There is a request already',
    text: lockedSentence(held),
    suggestions: [`show ${held.number}`],
  } as const;
  const card = lockingCard(services, held, asker.conversation, task.key);
  return replyTo(services, asker, task, { view: 'notice', data }, card);
}
