import type { NewPost } from '../store/post.ts';
import type { Task } from '../store/task.ts';
import type { Answer } from './answer.ts';
import type { Refused } from './assess-draft.ts';
import type { Asker } from './file-draft.ts';
import { heldCard, heldSentence } from './held-object.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';
import { say } from './say.ts';

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

/** Tells of the open request that holds an object, with its card. */
export function answerHeld(parts: Parts, asker: Asker, task: Task, held: Request): Promise<void> {
  const what: Answer = {
    view: 'notice',
    data: {
      tone: 'warning',
      title: 'There is a request already',
      text: heldSentence(held),
      suggestions: [`show ${held.number}`],
    },
  };
  return answerAsker(parts, asker, task, what, heldCard(parts, held, asker.conversation, task.key));
}

/** Says why there is nothing to ask for. */
export function refusal(title: string, refused: Refused): Answer {
  if (refused.verdict === 'invalid') {
    const text = 'This cannot be asked for as it stands. Nothing was filed.';
    return { view: 'notice', data: { tone: 'warning', title, text, faults: refused.faults } };
  }
  const tone = refused.verdict === 'already' ? 'good' : 'warning';
  return { view: 'notice', data: { tone, title, text: refused.why, suggestions: ['status'] } };
}
