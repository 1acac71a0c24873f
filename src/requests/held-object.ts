import type { Change } from '../changes/change.ts';
import { kindOf } from '../changes/kind-of.ts';
import type { NewPost } from '../store/post.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';
import { stateSentence } from './state-sentence.ts';

/** The open request that holds an object of this change; null without one. */
export async function holderOf(parts: Parts, change: Change): Promise<Request | null> {
  for (const object of kindOf(change).objects(change)) {
    const holder = await parts.store.holder(parts.tenantId, object);
    if (holder) return holder;
  }
  return null;
}

/** What somebody is told who asks for a second one. */
export function heldSentence(held: Request): string {
  return `#${held.number}, asked for by ${held.requester.name}, is open on the same object. ${stateSentence(held)} One request at a time: decide or withdraw that one first.`;
}

/** The open request's card once more, where the second person asked. */
export function heldCard(parts: Parts, held: Request, conversation: string, key: string): NewPost {
  const content = { kind: 'request', requestId: held.id, audience: 'shared', viewer: null } as const;
  return { key: `${key}:card`, tenantId: parts.tenantId, conversation, content, dueAt: parts.clock.now() };
}
