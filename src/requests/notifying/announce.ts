import type { NewPost, Task } from '../ports/outbox.ts';
import type { Parts } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { viewerRole } from '../rules/eligibility.ts';
import { loadRequest } from '../rules/load.ts';
import { approvalChannel, channelOf } from '../rules/own-settings.ts';

/**
 * The personal chats of everybody whom the bot knows and whose approval is still wanted now, but for the chat where it was asked. Telling is not
 * trusting: rights are asked again at the click.
 * @throws AirlockError directory-unavailable
 */
export async function approverChats(
  parts: Parts,
  request: Request,
): Promise<readonly { readonly oid: string; readonly conversation: string }[]> {
  const oids = await parts.directory.holders(parts.policy.approvers);
  const chats: { oid: string; conversation: string }[] = [];
  for (const { oid, personal } of await parts.store.contacts(parts.tenantId, oids)) {
    const approved = request.approvals.some(({ by }) => by.oid === oid);
    if (approved || !personal || personal === request.origin) continue;
    if ((await viewerRole(parts, request, oid)) === 'approver') chats.push({ oid, conversation: personal });
  }
  return chats;
}

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
