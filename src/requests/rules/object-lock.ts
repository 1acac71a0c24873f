import type { Change } from '../../changes/change.ts';
import { kindOf } from '../../changes/kind-of.ts';
import { type Asker, answerAsker } from '../messages/outbox-messages.ts';
import { stateSentence } from '../messages/state-words.ts';
import type { NewPost, Task } from '../ports/outbox.ts';
import type { Parts } from '../ports/services.ts';
import type { Request } from '../record/request.ts';

/** The open request that holds an object of this change; null without one. */
export async function holderOf(parts: Parts, change: Change): Promise<Request | null> {
  for (const object of kindOf(change).objects(change)) {
    const holder = await parts.store.holder(parts.tenantId, object);
    if (holder) return holder;
  }
  return null;
}

/** The card of the open request once more, where a second one was asked for. @param key of what asked */
export function heldCard(parts: Parts, held: Request, conversation: string, key: string): NewPost {
  const content = { kind: 'request', requestId: held.id, audience: 'shared', viewer: null } as const;
  return { key: `${key}:card`, tenantId: parts.tenantId, conversation, content, dueAt: parts.clock.now() };
}

/** What somebody is told who asks for a second change of an object. */
export function heldSentence(held: Request): string {
  return `#${held.number}, asked for by ${held.requester.name}, is open on the same object. ${stateSentence(held)} One request at a time: decide or withdraw that one first.`;
}

/** Tells somebody of the open request that holds an object, with its card; nothing was filed. */
export function answerHeld(parts: Parts, asker: Asker, task: Task, held: Request): Promise<void> {
  const data = {
    tone: 'warning',
    title: 'There is a request already',
    text: heldSentence(held),
    suggestions: [`show ${held.number}`],
  } as const;
  const card = heldCard(parts, held, asker.conversation, task.key);
  return answerAsker(parts, asker, task, { view: 'notice', data }, card);
}
