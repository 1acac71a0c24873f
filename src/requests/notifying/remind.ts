import { kindOf } from '../../changes/registry/kind-of.ts';
import type { ConversationKey, RequestId } from '../../shared/ids.ts';
import { inWords } from '../../shared/time-words.ts';
import type { NoticeData } from '../messages/answers.ts';
import { answerMessage, requestNotices } from '../messages/outbox-messages.ts';
import { reminderTitle } from '../messages/state-notices.ts';
import type { NewOutboxMessage, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { fullName } from '../record/actor-names.ts';
import type { Request } from '../record/request.ts';
import { loadRequest } from '../rules/load.ts';
import { endIfRequesterGone } from '../rules/people/requester-gone.ts';
import { approvalChannel, channelOf } from '../rules/setting-owner.ts';
import { approverChats } from './announce.ts';

/**
 * Reminds people that a request is still waiting, for a decision or to be applied by hand, and when it expires. Does
 * nothing where it is no longer waiting.
 * @throws AirlockError directory-unavailable
 */
export async function remindRequest(services: Services, task: Task, requestId: RequestId): Promise<void> {
  const request = await loadRequest(services, requestId);
  if ((await endIfRequesterGone(services, request)) !== request) return services.store.completeTask(task);
  const left = (request.deadline ?? 0) - services.clock.now();
  if (left > 0 && request.state === 'pending') return remindOfDecision(services, request, task, left);
  // Among handed-over requests, only approved ones have a deadline.
  if (left <= 0 || !request.handover) return services.store.completeTask(task);
  const approvers = request.approvals.map(({ by }) => by.name).join(', ');
  const messages = await requestNotices(services, request, task.key, {
    tone: 'warning',
    title: reminderTitle(request),
    text: `${kindOf(request.change).title(request.change)}, approved by ${approvers}. It expires in ${inWords(left)}. The steps are on its card.`,
    suggestions: [`show ${request.number}`],
  });
  await services.store.send({ messages, tasks: [], completes: task });
}

/**
 * Reminds the original conversation and the approval channel at once, and the approvers themselves as soon as the
 * directory says who they are.
 */
async function remindOfDecision(services: Services, request: Request, task: Task, left: number): Promise<void> {
  const { quorum } = services.policy;
  const given = quorum > 1 ? ` ${request.approvals.length} of ${quorum} approvals are given.` : '';
  const data: NoticeData = {
    tone: 'warning',
    title: reminderTitle(request),
    text: `${kindOf(request.change).title(request.change)}, asked for by ${fullName(request.requester)}. It expires in ${inWords(left)}.${given}`,
    suggestions: [`show ${request.number}`],
  };
  const channel = await approvalChannel(services);
  const elsewhere = channel && channel.conversation !== channelOf(request.origin) ? [channel.conversation] : [];
  const shared = [request.origin, ...elsewhere];
  await services.store.send({
    messages: shared.map((conversation) => notice(services, task, conversation, data)),
    tasks: [],
  });
  const chats = await approverChats(services, request);
  const messages = chats.map(({ conversation }) => notice(services, task, conversation, data));
  await services.store.send({ messages, tasks: [], completes: task });
}

function notice(
  { tenantId, clock }: Services,
  task: Task,
  conversation: ConversationKey,
  data: NoticeData,
): NewOutboxMessage {
  return answerMessage({ tenantId, conversation, now: clock.now() }, `${task.key}:${conversation}`, {
    view: 'notice',
    data,
  });
}
