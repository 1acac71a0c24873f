import type { NewPost } from '../store/post.ts';
import type { Task } from '../store/task.ts';
import { loadRequest } from './current-request.ts';
import type { Parts } from './parts.ts';
import { viewerRole } from './rights.ts';

/**
 * Puts a pending request into the personal chats of the approvers whom the bot knows. Telling is not trusting: rights are asked again at the click.
 * @throws AirlockError directory-unavailable
 */
export async function announceRequest(parts: Parts, task: Task, requestId: string): Promise<void> {
  const request = await loadRequest(parts, requestId);
  if (request.state !== 'pending') return parts.store.completeTask(task);
  const oids = await parts.directory.holders(parts.policy.approvers);
  const contacts = await parts.store.contacts(parts.tenantId, oids);
  const posts: NewPost[] = [];
  for (const contact of contacts) {
    if (!contact.personal || contact.personal === request.origin) continue;
    if ((await viewerRole(parts, request, contact.oid)) !== 'approver') continue;
    posts.push({
      key: `${request.id}:card:${contact.personal}`,
      tenantId: parts.tenantId,
      conversation: contact.personal,
      content: { kind: 'request', requestId: request.id, audience: 'approver', viewer: contact.oid },
      dueAt: parts.clock.now(),
    });
  }
  await parts.store.send({ posts, tasks: [], completes: task });
}
