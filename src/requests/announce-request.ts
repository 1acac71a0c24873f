import type { NewPost } from '../store/post.ts';
import type { Task } from '../store/task.ts';
import { approverChats } from './approver-chats.ts';
import { channelOf } from './channel-of.ts';
import { loadRequest } from './current-request.ts';
import { approvalChannel } from './own-settings.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';

/**
 * Puts a pending request into the approval channel and into the personal chats of the approvers whom the bot knows. The channel is told
 * even while the directory does not answer.
 * @throws AirlockError directory-unavailable
 */
export async function announceRequest(parts: Parts, task: Task, requestId: string): Promise<void> {
  const request = await loadRequest(parts, requestId);
  if (request.state !== 'pending') return parts.store.completeTask(task);
  await parts.store.send({ posts: await channelPosts(parts, request), tasks: [] });
  const posts = await personalPosts(parts, request);
  await parts.store.send({ posts, tasks: [], completes: task });
}

/** Nothing where it was asked in that channel, in whatever thread: its card stands there already. */
async function channelPosts(parts: Parts, request: Request): Promise<NewPost[]> {
  const channel = await approvalChannel(parts);
  if (!channel || channel.conversation === channelOf(request.origin)) return [];
  return [cardIn(parts, request, channel.conversation, { audience: 'shared', viewer: null })];
}

async function personalPosts(parts: Parts, request: Request): Promise<NewPost[]> {
  const chats = await approverChats(parts, request);
  return chats.map(({ oid, conversation }) =>
    cardIn(parts, request, conversation, { audience: 'approver', viewer: oid }),
  );
}

function cardIn(
  parts: Parts,
  request: Request,
  conversation: string,
  whose: Pick<Extract<NewPost['content'], { kind: 'request' }>, 'audience' | 'viewer'>,
): NewPost {
  return {
    key: `${request.id}:card:${conversation}`,
    tenantId: parts.tenantId,
    conversation,
    content: { kind: 'request', requestId: request.id, ...whose },
    dueAt: parts.clock.now(),
  };
}
