import { asJson } from '../changes/json.ts';
import type { NewPost } from '../store/post.ts';
import type { Answer } from './answer.ts';

/** An answer as a message to deliver; `key` makes it be said once. */
export function say(
  to: { readonly tenantId: string; readonly conversation: string; readonly now: number },
  key: string,
  answer: Answer,
): NewPost {
  return {
    key,
    tenantId: to.tenantId,
    conversation: to.conversation,
    content: { kind: 'answer', view: answer.view, data: asJson(answer.data) },
    dueAt: to.now,
  };
}
