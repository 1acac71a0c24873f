import type { Task } from '../store/task.ts';
import { type Asker, answerAsker } from './answer-asker.ts';
import { heldCard } from './held-card.ts';
import { heldSentence } from './held-sentence.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';

/** Tells somebody of the open request that holds an object, with its card; nothing was filed. */
export function answerHeld(parts: Parts, asker: Asker, task: Task, held: Request): Promise<void> {
  const data = {
    tone: 'warning',
    title: 'There is a request already',
    text: heldSentence(held),
    suggestions: [`show ${held.number}`],
  } as const;
  const card = heldCard(parts, held, asker.conversation, task.key);
  return answerAsker(parts, asker, task, { view: 'notice', data }, card);
}
