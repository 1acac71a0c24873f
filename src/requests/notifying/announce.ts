import { isAirlockError } from '../../shared/errors.ts';
import type { ConversationKey, EntraObjectId, RequestId } from '../../shared/ids.ts';
import { type CardOwner, requestCardMessage } from '../messages/outbox-messages.ts';
import { NO_ROLE_DATES } from '../ports/directory.ts';
import type { NewOutboxMessage, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { askViewer } from '../rules/four-eyes.ts';
import { loadRequest } from '../rules/load.ts';
import { askedOnce } from '../rules/people/asked-once.ts';
import { endIfRequesterGone } from '../rules/people/requester-gone.ts';
import { approvalChannel, channelOf } from '../rules/setting-owner.ts';
import { countMarks } from './count-marks.ts';
import { reuseCards } from './reuse-cards.ts';

interface ApproverChat {
  readonly oid: EntraObjectId;
  readonly conversation: ConversationKey;
  /** Whether their approval would count; they may reject in any case. */
  readonly mayApprove: boolean;
}

/**
 * The personal chats of everybody the bot knows whose decision is still needed, except the chat where the request was
 * made. Being notified grants no right: the directory is asked again when they approve.
 * @throws AirlockError directory-unavailable
 */
export async function approverChats(services: Services, request: Request): Promise<readonly ApproverChat[]> {
  const oids = await services.directory.holders(services.policy.approvers);
  const asks = { ...services, directory: askedOnce(services.directory) };
  const chats: ApproverChat[] = [];
  for (const { oid, personal } of await services.store.contacts(services.tenantId, oids)) {
    const approved = request.approvals.some(({ by }) => by.oid === oid);
    if (approved || !personal || personal === request.origin) continue;
    const standing = await approverStanding(asks, request, oid);
    if (standing !== null) chats.push({ oid, conversation: personal, ...standing });
  }
  return chats;
}

/** Somebody whose role has no date in this tenant is told, too: their card says what the operator has to do. */
async function approverStanding(
  services: Services,
  request: Request,
  oid: EntraObjectId,
): Promise<Pick<ApproverChat, 'mayApprove'> | null> {
  try {
    const { role, why } = await askViewer(services, request, oid);
    return role === 'approver' ? { mayApprove: why === null } : null;
  } catch (error) {
    if (!isAirlockError(error) || error.details.reason !== NO_ROLE_DATES) throw error;
    services.log.warn({ reason: NO_ROLE_DATES }, error.message);
    return { mayApprove: false };
  }
}

/**
 * Posts a pending request in the approval channel and in the personal chats of the approvers the bot knows. The channel
 * gets it even while the directory does not answer. Asking again right after withdrawing sends no further cards.
 * @throws AirlockError directory-unavailable
 */
export async function announceRequest(asked: Services, task: Task, requestId: RequestId): Promise<void> {
  const services = { ...asked, directory: askedOnce(asked.directory) };
  const request = await loadRequest(services, requestId);
  if (request.state !== 'pending') return services.store.completeTask(task);
  const shared = await reuseCards(services, request, await channelMessages(services, request));
  await services.store.send({ ...shared, tasks: [] });
  if ((await endIfRequesterGone(services, request)).state !== 'pending') return services.store.completeTask(task);
  const personal = await reuseCards(services, request, await personalMessages(services, request));
  await services.store.send({ ...personal, tasks: [], completes: task });
  await countMarks(services, request);
}

/** Empty where the request was made in that channel, in any thread: its card is there already. */
async function channelMessages(services: Services, request: Request): Promise<NewOutboxMessage[]> {
  const channel = await approvalChannel(services);
  if (!channel || channel.conversation === channelOf(request.origin)) return [];
  return [cardIn(services, request, channel.conversation, null)];
}

async function personalMessages(services: Services, request: Request): Promise<NewOutboxMessage[]> {
  const chats = await approverChats(services, request);
  return chats.map(({ oid, conversation, mayApprove }) =>
    cardIn(services, request, conversation, mayApprove ? { audience: 'approver', viewer: oid } : null),
  );
}

function cardIn(
  services: Services,
  { id }: Request,
  conversation: ConversationKey,
  owner: CardOwner,
): NewOutboxMessage {
  return requestCardMessage(services, id, { key: `${id}:card:${conversation}`, conversation, owner });
}
