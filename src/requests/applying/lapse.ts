import { nextTry } from '../../shared/backoff.ts';
import type { AirlockError } from '../../shared/errors.ts';
import { inEnglish } from '../../shared/language/worded.ts';
import type { Began } from '../deciding/alone/begin-write.ts';
import { lapsedNotice, lapsedWords } from '../messages/decision-words.ts';
import { requestNotices } from '../messages/outbox-messages.ts';
import { waitingMessages } from '../messages/state-notices.ts';
import { unsentMessages } from '../notifying/telling/tell-unsent.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { ApprovedRequest, PendingRequest } from '../record/request.ts';
import { advance, callAgain } from '../rules/advance.ts';
import { markStale } from '../rules/end-request.ts';
import { type Left, lapsedField } from '../rules/people/judging/person-faults.ts';

/**
 * Lets an approved request wait for approval again, within what is left of its time to decide, since approvals count no
 * longer and too few are left. Card, notice and record say whose.
 * @throws AirlockError rev-conflict
 */
export async function lapseApprovals(
  services: Services,
  request: ApprovedRequest,
  { approvals, lapsed }: Left,
  { correlation, completes = null }: { readonly correlation: string; readonly completes?: Task | null },
): Promise<PendingRequest> {
  const { decisionWindow, quorum } = services.policy;
  const key = `${request.id}:lapsed:${request.rev}`;
  return advance(services, request, {
    event: 'lapse',
    actor: null,
    fields: { approvals, deadline: request.submittedAt + decisionWindow, ...lapsedField(request, lapsed) },
    facts: { lapsed, approvals: approvals.length, quorum, why: inEnglish(() => lapsedWords(lapsed)) },
    messages: await requestNotices(services, request, key, () => lapsedNotice(request, lapsed)),
    tasks: [callAgain(services, request, correlation)],
    completes,
  });
}

/** Ends what nobody may have written now, or lets it wait. */
export async function stopBeforeWrite(
  services: Services,
  request: ApprovedRequest,
  why: Exclude<Began<unknown>, { begun: unknown }>,
  task: Task,
): Promise<void> {
  if ('error' in why) return postpone(services, request, why.error, task);
  if ('fault' in why) await markStale(services, request, why.fault, task);
  else await lapseApprovals(services, request, why.left, { correlation: task.correlation, completes: task });
}

/** Milliseconds between two attempts while Defender or the directory does not answer. */
const RETRY_AFTER = 15_000;

/** Nothing was written. The card says what the request is waiting for, and the task is retried. */
export async function postpone(
  services: Services,
  request: ApprovedRequest,
  error: AirlockError,
  task: Task,
): Promise<void> {
  const now = services.clock.now();
  const { code, message: note } = error;
  const nextAt = nextTry(now, RETRY_AFTER, error.details.retryAt);
  services.log.warn({ requestId: request.id, code, correlation: task.correlation, nextAt }, 'apply postponed');
  if (request.waiting?.note !== note) {
    await advance(services, request, {
      event: 'wait',
      actor: null,
      fields: { waiting: { since: request.waiting?.since ?? now, note, nextAt } },
      facts: { code },
      messages: [
        ...(await waitingMessages(services, request, { code, note })),
        ...(await unsentMessages(services, request, { note })),
      ],
    });
  }
  await services.store.postponeTask(task, Math.min(nextAt, request.deadline));
}
