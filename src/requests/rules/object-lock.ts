import type { Change } from '../../changes/registry/change.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import type { ConversationKey } from '../../shared/ids.ts';
import { type Asker, replyTo, requestCardMessage } from '../messages/outbox-messages.ts';
import { stateSentence } from '../messages/state-words.ts';
import type { NewOutboxMessage, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';

/**
 * The open request that locks an object of this change, or null. Each object has at most one; in a race the store
 * refuses the second.
 */
export async function lockedBy(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  change: Change,
): Promise<Request | null> {
  for (const object of kindOf(change).objects(change)) {
    const locking = await store.lockedBy(tenantId, object);
    if (locking) return locking;
  }
  return null;
}

/** The card of the open request once more, where a second one was asked for. @param key of what asked */
export function lockingCard(
  services: Pick<Services, 'tenantId' | 'clock'>,
  locking: Request,
  conversation: ConversationKey,
  key: string,
): NewOutboxMessage {
  return requestCardMessage(services, locking.id, { key: `${key}:card`, conversation });
}

/** The answer to somebody who asks for a second change to the same object. */
export function lockedSentence(locking: Request): string {
  return `#${locking.number}, asked for by ${locking.requester.name}, is open on the same object. ${stateSentence(locking)} One request at a time: decide or withdraw that one first.`;
}

/** Answers with the open request that locks the object, and its card; nothing was filed. */
export function replyLocked(services: Services, asker: Asker, task: Task, locking: Request): Promise<void> {
  const data = {
    tone: 'warning',
    title: 'There is a request already',
    text: lockedSentence(locking),
    suggestions: [`show ${locking.number}`],
  } as const;
  const card = lockingCard(services, locking, asker.conversation, task.key);
  return replyTo(services, asker, task, { view: 'notice', data }, card);
}
