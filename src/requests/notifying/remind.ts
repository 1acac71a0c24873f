import { kindOf } from '../../changes/kind-of.ts';
import type { NoticeData } from '../messages/answers.ts';
import { requestNotices, say } from '../messages/outbox-messages.ts';
import { inWords } from '../messages/state-words.ts';
import type { NewPost, NewTask, Task } from '../ports/outbox.ts';
import type { Parts } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { loadRequest } from '../rules/load.ts';
import { approvalChannel, channelOf } from '../rules/own-settings.ts';
import { approverChats } from './announce.ts';

/**
 * Says that a request still waits, and until when: for a decision, or to be applied by hand. Nothing where that has been done meanwhile.
 * @throws AirlockError directory-unavailable
 */
export async function remindRequest(parts: Parts, task: Task, requestId: string): Promise<void> {
  const request = await loadRequest(parts, requestId);
  const left = (request.deadline ?? 0) - parts.clock.now();
  if (left > 0 && request.state === 'pending') return remindOfDecision(parts, request, task, left);
  // Of a request that was handed over, only an approved one has a deadline.
  if (left <= 0 || !request.handover) return parts.store.completeTask(task);
  const approvers = request.approvals.map(({ by }) => by.name).join(', ');
  const posts = await requestNotices(parts, request, task.key, {
    tone: 'warning',
    title: `#${request.number} waits to be applied by hand`,
    text: `${kindOf(request.change).title(request.change)}, approved by ${approvers}. It expires in ${inWords(left)}. The steps are on its card.`,
    suggestions: [`show ${request.number}`],
  });
  await parts.store.send({ posts, tasks: [], completes: task });
}

/** Where it was asked and in the approval channel at once; the approvers themselves as soon as the directory tells who they are. */
async function remindOfDecision(parts: Parts, request: Request, task: Task, left: number): Promise<void> {
  const { quorum } = parts.policy;
  const given = quorum > 1 ? ` ${request.approvals.length} of ${quorum} approvals are given.` : '';
  const data: NoticeData = {
    tone: 'warning',
    title: `#${request.number} waits for approval`,
    text: `${kindOf(request.change).title(request.change)}, asked for by ${request.requester.name}. It expires in ${inWords(left)}.${given}`,
    suggestions: [`show ${request.number}`],
  };
  const channel = await approvalChannel(parts);
  const elsewhere = channel && channel.conversation !== channelOf(request.origin) ? [channel.conversation] : [];
  const shared = [request.origin, ...elsewhere];
  await parts.store.send({ posts: shared.map((place) => notice(parts, task, place, data)), tasks: [] });
  const chats = await approverChats(parts, request);
  const posts = chats.map(({ conversation }) => notice(parts, task, conversation, data));
  await parts.store.send({ posts, tasks: [], completes: task });
}

function notice({ tenantId, clock }: Parts, task: Task, conversation: string, data: NoticeData): NewPost {
  return say({ tenantId, conversation, now: clock.now() }, `${task.key}:${conversation}`, { view: 'notice', data });
}

/** When those concerned are reminded, as shares of the time that there is. */
const REMINDERS = { half: 0.5, late: 0.9 } as const;

export interface Waited {
  /** Apart from the other things that a request waits for. */
  readonly key: 'decide' | 'by-hand';
  /** Milliseconds since 1970, both. */
  readonly from: number;
  readonly until: number;
}

/** The reminders of what a request waits for; none for a moment that has passed already. */
export function reminderTasks(
  request: Pick<Request, 'id' | 'tenantId'>,
  { key, from, until }: Waited,
  now: number,
  correlation: string,
): readonly NewTask[] {
  return Object.entries(REMINDERS)
    .map(([name, share]) => ({ name, dueAt: Math.round(from + share * (until - from)) }))
    .filter(({ dueAt }) => dueAt > now)
    .map(({ name, dueAt }) => ({
      key: `${request.id}:remind:${key}:${name}`,
      kind: 'remind',
      tenantId: request.tenantId,
      requestId: request.id,
      payload: null,
      dueAt,
      correlation,
    }));
}
