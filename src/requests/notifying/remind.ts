import { kindOf } from '../../changes/kind-of.ts';
import type { NoticeData } from '../messages/answers.ts';
import { answerMessage, requestNotices } from '../messages/outbox-messages.ts';
import { inWords } from '../messages/state-words.ts';
import type { NewOutboxMessage, NewTask, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { loadRequest } from '../rules/load.ts';
import { approvalChannel, channelOf } from '../rules/own-settings.ts';
import { approverChats } from './announce.ts';

/**
 * Says that a request still waits, and until when: for a decision, or to be applied by hand. Nothing where that has been done meanwhile.
 * @throws AirlockError directory-unavailable
 */
export async function remindRequest(services: Services, task: Task, requestId: string): Promise<void> {
  const request = await loadRequest(services, requestId);
  const left = (request.deadline ?? 0) - services.clock.now();
  if (left > 0 && request.state === 'pending') return remindOfDecision(services, request, task, left);
  // Of a request that was handed over, only an approved one has a deadline.
  if (left <= 0 || !request.handover) return services.store.completeTask(task);
  const approvers = request.approvals.map(({ by }) => by.name).join(', ');
  const messages = await requestNotices(services, request, task.key, {
    tone: 'warning',
    title: `#${request.number} waits to be applied by hand`,
    text: `${kindOf(request.change).title(request.change)}, approved by ${approvers}. It expires in ${inWords(left)}. The steps are on its card.`,
    suggestions: [`show ${request.number}`],
  });
  await services.store.send({ messages, tasks: [], completes: task });
}

/** Where it was asked and in the approval channel at once; the approvers themselves as soon as the directory tells who they are. */
async function remindOfDecision(services: Services, request: Request, task: Task, left: number): Promise<void> {
  const { quorum } = services.policy;
  const given = quorum > 1 ? ` ${request.approvals.length} of ${quorum} approvals are given.` : '';
  const data: NoticeData = {
    tone: 'warning',
    title: `#${request.number} waits for approval`,
    text: `${kindOf(request.change).title(request.change)}, asked for by ${request.requester.name}. It expires in ${inWords(left)}.${given}`,
    suggestions: [`show ${request.number}`],
  };
  const channel = await approvalChannel(services);
  const elsewhere = channel && channel.conversation !== channelOf(request.origin) ? [channel.conversation] : [];
  const shared = [request.origin, ...elsewhere];
  await services.store.send({ messages: shared.map((place) => notice(services, task, place, data)), tasks: [] });
  const chats = await approverChats(services, request);
  const messages = chats.map(({ conversation }) => notice(services, task, conversation, data));
  await services.store.send({ messages, tasks: [], completes: task });
}

function notice({ tenantId, clock }: Services, task: Task, conversation: string, data: NoticeData): NewOutboxMessage {
  return answerMessage({ tenantId, conversation, now: clock.now() }, `${task.key}:${conversation}`, {
    view: 'notice',
    data,
  });
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
