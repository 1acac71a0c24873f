import type { NewPost } from '../store/post.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';

/** The card of the open request once more, where a second one was asked for. @param key of what asked */
export function heldCard(parts: Parts, held: Request, conversation: string, key: string): NewPost {
  const content = { kind: 'request', requestId: held.id, audience: 'shared', viewer: null } as const;
  return { key: `${key}:card`, tenantId: parts.tenantId, conversation, content, dueAt: parts.clock.now() };
}
