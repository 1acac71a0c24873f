import { kindOf } from '../../changes/registry/kind-of.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { NoticeData } from '../messages/answers.ts';
import { answerMessage } from '../messages/outbox-messages.ts';
import { closingNote } from '../messages/state-catalogue/status-of.ts';
import type { NewOutboxMessage, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { fullName } from '../record/actor-names.ts';
import type { ApprovedRequest } from '../record/request.ts';
import { markStale } from '../rules/end-request.ts';
import { approvalChannel, channelOf } from '../rules/setting-owner.ts';
import { replayFault } from './replay.ts';

/** Why the request is looked at, for the log and for the task that is completed where it is stopped. */
export interface Occasion {
  readonly correlation: string;
  readonly task: Task | null;
}

/**
 * Compares an approved request with the record before anything is done on its strength. Where they differ, the request
 * is stopped, and the log, a metric, the card and the approval channel say so.
 * @returns the request as it was compared: go on with this one alone; null where it was stopped
 * @throws AirlockError rev-conflict where somebody was faster, record-broken, store-corrupt
 */
export async function recordedRequest(
  services: Services,
  { id, rev, tenantId }: ApprovedRequest,
  occasion: Occasion,
): Promise<ApprovedRequest | null> {
  const trail = await services.store.trail(tenantId, id);
  if (trail?.request.state !== 'approved' || trail.request.rev !== rev)
    throw new AirlockError('rev-conflict', 'Somebody else was faster. This is the request as it is now.');
  const { request } = trail;
  const why = replayFault(trail);
  if (why === null) return request;
  const { correlation, task } = occasion;
  services.log.error({ requestId: id, number: request.number, why, correlation }, 'request stopped: not as recorded');
  services.meter.count('recordFaults', { kind: 'mismatch' });
  await stop(services, request, task);
  return null;
}

async function stop(services: Services, request: ApprovedRequest, task: Task | null): Promise<void> {
  const why = closingNote(request, { code: 'record-mismatch', by: null, now: null });
  const messages = await channelNotice(services, request, why);
  await markStale(services, request, { code: 'record-mismatch', why }, task, messages);
}

/** Empty without an approval channel, and where the request was made there: its own notice goes there already. */
async function channelNotice(
  services: Services,
  request: ApprovedRequest,
  why: string,
): Promise<readonly NewOutboxMessage[]> {
  const channel = await approvalChannel(services);
  if (!channel || channel.conversation === channelOf(request.origin)) return [];
  const { conversation } = channel;
  const data: NoticeData = {
    tone: 'attention',
    title: `#${request.number} was stopped: the record says otherwise`,
    text: `${kindOf(request.change).title(request.change)}, asked for by ${fullName(request.requester)}. ${why}`,
    suggestions: [`show ${request.number}`],
  };
  const to = { tenantId: request.tenantId, conversation, now: services.clock.now() };
  return [answerMessage(to, `${request.id}:record-mismatch:${conversation}`, { view: 'notice', data })];
}
