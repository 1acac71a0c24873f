import type { Messenger } from '../requests/ports/messenger.ts';
import type { Post } from '../requests/ports/outbox.ts';
import type { Parts } from '../requests/ports/services.ts';
import { isAirlockError } from '../shared/errors.ts';
import type { JobSettings } from './job-settings.ts';

/** The random share of a pause, 0 to 1, so that many instances do not come back at once. */
export type Jitter = () => number;

export interface Delivery {
  readonly messenger: Messenger;
  readonly jitter: Jitter;
}

/** Delivers what is due, side by side but one at a time in each conversation. @returns how many posts were taken. */
export async function deliverPosts(
  parts: Parts,
  delivery: Delivery,
  owner: string,
  settings: JobSettings,
): Promise<number> {
  const posts = await parts.store.takePosts(owner, parts.clock.now(), settings.postLease, settings.deliverAtOnce);
  await Promise.all(posts.map((post) => deliverPost(parts, delivery, post, settings)));
  return posts.length;
}

async function deliverPost(
  parts: Parts,
  { messenger, jitter }: Delivery,
  post: Post,
  settings: JobSettings,
): Promise<void> {
  try {
    const shown = await messenger.deliver(post);
    await parts.store.postShown(post, { ...shown, at: parts.clock.now() });
  } catch (error) {
    const code = isAirlockError(error) ? error.code : 'internal';
    const fields = { post: post.id, conversation: post.conversation, attempts: post.attempts, code };
    if (code === 'delivery-gone' || post.attempts + 1 >= settings.deliverAttempts) {
      parts.log.error({ ...fields, err: error }, 'message given up');
      await parts.store.dropPost(post, code);
      return;
    }
    const asked = isAirlockError(error) ? error.details.retryAt : null;
    const pause = Math.min(60_000, 500 * 2 ** Math.min(post.attempts, 7)) * (1 + jitter());
    const dueAt = Math.max(parts.clock.now() + pause, typeof asked === 'number' ? asked : 0);
    parts.log.warn({ ...fields, dueAt }, 'message delayed');
    await parts.store.postponePost(post, Math.ceil(dueAt));
  }
}
