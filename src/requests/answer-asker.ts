import type { NewPost } from '../store/post.ts';
import type { Task } from '../store/task.ts';
import type { Answer } from './answer.ts';
import type { Parts } from './parts.ts';
import type { Actor } from './request.ts';
import { say } from './say.ts';

/** Who asked, and where the answer goes. */
export interface Asker {
  readonly actor: Actor;
  /** In a personal chat the card is the requester's own. */
  readonly conversation: string;
}

/** Answers somebody who asked for something, and is done with the task: nothing was filed. */
export async function answerAsker(
  parts: Parts,
  { conversation }: Asker,
  task: Task,
  what: Answer,
  card: NewPost | null = null,
): Promise<void> {
  const to = { tenantId: parts.tenantId, conversation, now: parts.clock.now() };
  const posts = [say(to, `${task.key}:answer`, what), ...(card ? [card] : [])];
  await parts.store.send({ posts, tasks: [], completes: task });
}
