import { kindOf } from '../changes/kind-of.ts';
import type { Task } from '../store/task.ts';
import { loadRequest } from './current-request.ts';
import { inWords } from './in-words.ts';
import type { Parts } from './parts.ts';
import { requestNotices } from './request-notices.ts';

/** Says that a change still waits to be applied by hand, and until when; nothing where somebody has said meanwhile that it is. */
export async function remindRequest(parts: Parts, task: Task, requestId: string): Promise<void> {
  const request = await loadRequest(parts, requestId);
  // Of a request that was handed over, only an approved one has a deadline.
  const left = (request.deadline ?? 0) - parts.clock.now();
  if (!request.handover || left <= 0) return parts.store.completeTask(task);
  const approvers = request.approvals.map(({ by }) => by.name).join(', ');
  const posts = await requestNotices(parts, request, task.key, {
    tone: 'warning',
    title: `#${request.number} waits to be applied by hand`,
    text: `${kindOf(request.change).title(request.change)}, approved by ${approvers}. It expires in ${inWords(left)}. The steps are on its card.`,
    suggestions: [`show ${request.number}`],
  });
  await parts.store.send({ posts, tasks: [], completes: task });
}
