import type { Answer } from '../../requests/answer.ts';
import { say } from '../../requests/say.ts';
import type { Turn } from '../turn.ts';

/** Answers a message where it was written; once, however often the message is delivered. */
export function tell({ parts, sender, key }: Turn, answer: Answer): Promise<void> {
  const to = { tenantId: parts.tenantId, conversation: sender.place.key, now: parts.clock.now() };
  return parts.store.send({ posts: [say(to, `${key}:answer`, answer)], tasks: [] });
}
