import type { NewPost } from '../store/post.ts';
import type { NoticeData } from './answer.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';
import { say } from './say.ts';

/**
 * A notice where the request was asked and in the requester's personal chat, if the bot knows it; in each once, by its key: cards change in
 * place without a sound.
 */
export async function requestNotices(
  parts: Parts,
  request: Request,
  key: string,
  data: NoticeData,
): Promise<readonly NewPost[]> {
  const [contact] = await parts.store.contacts(request.tenantId, [request.requester.oid]);
  const conversations = new Set([request.origin, ...(contact?.personal ? [contact.personal] : [])]);
  const { tenantId } = request;
  const now = parts.clock.now();
  return [...conversations].map((conversation) =>
    say({ tenantId, conversation, now }, `${key}:${conversation}`, { view: 'notice', data }),
  );
}
