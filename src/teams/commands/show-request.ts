import { viewerRole } from '../../requests/rights.ts';
import type { NewPost } from '../../store/post.ts';
import type { CommandOf } from '../text/command.ts';
import type { Turn } from '../turn.ts';
import { numberedRequest } from './numbered-request.ts';

/** Posts one more copy of a request's card where it is asked for; it is kept current like every other. */
export async function showRequest(turn: Turn, { number }: CommandOf<'show'>): Promise<void> {
  const { parts, sender, key } = turn;
  const request = await numberedRequest(turn, number);
  const role = sender.place.kind === 'personal' ? await viewerRole(parts, request, sender.actor.oid) : 'reader';
  const own = role !== 'reader';
  const post: NewPost = {
    key: `${key}:card`,
    tenantId: parts.tenantId,
    conversation: sender.place.key,
    content: {
      kind: 'request',
      requestId: request.id,
      audience: own ? role : 'shared',
      viewer: own ? sender.actor.oid : null,
    },
    dueAt: parts.clock.now(),
  };
  await parts.store.send({ posts: [post], tasks: [] });
}
