import type { Request } from '../../requests/request.ts';
import type { ViewerRole } from '../../requests/rights.ts';
import type { Turn } from '../turn.ts';

/** How many copies of one card are kept current; what is adopted beyond them would only be an attack. */
const COPIES_MAX = 200;

/**
 * Takes the message that was clicked on into the copies of the request's card, if it is none: its id was lost when an earlier process
 * died between sending it and writing that down. While another copy is still on its way there, it may be that one: then it waits for
 * the next click.
 */
export async function adoptCopy(turn: Turn, request: Request, role: ViewerRole): Promise<void> {
  const { parts, sender, activity } = turn;
  const { key, kind } = sender.place;
  if (!activity.replyToId) return;
  const posts = await parts.store.posts(parts.tenantId, request.id);
  const here = posts.filter((post) => room(post.conversation) === room(key));
  const isKnown = here.some((post) => post.activityId === activity.replyToId || post.activityId === null);
  if (isKnown || posts.length >= COPIES_MAX) return;
  const own = kind === 'personal' && role !== 'reader';
  await parts.store.adoptPost(
    {
      key: `${request.id}:adopted:${key}:${activity.replyToId}`,
      tenantId: parts.tenantId,
      conversation: key,
      content: {
        kind: 'request',
        requestId: request.id,
        audience: own ? role : 'shared',
        viewer: own ? sender.actor.oid : null,
      },
      dueAt: parts.clock.now(),
    },
    activity.replyToId,
  );
}

/** The conversation without its thread: a message that opened a thread was posted under the plain id. */
function room(conversation: string): string {
  return conversation.split(';', 1)[0] ?? conversation;
}
