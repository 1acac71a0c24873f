import { inEnglish } from '../../shared/language/worded.ts';
import { lapsedNotice, lapsedWords } from '../messages/decision-words.ts';
import { requestNotices } from '../messages/outbox-messages.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { ApprovedRequest, PendingRequest } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
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
  completes: Task | null = null,
): Promise<PendingRequest> {
  const { decisionWindow, quorum } = services.policy;
  const key = `${request.id}:lapsed:${request.rev}`;
  return advance(services, request, {
    event: 'lapse',
    actor: null,
    fields: { approvals, deadline: request.submittedAt + decisionWindow, ...lapsedField(request, lapsed) },
    facts: { lapsed, approvals: approvals.length, quorum, why: inEnglish(() => lapsedWords(lapsed)) },
    messages: await requestNotices(services, request, key, () => lapsedNotice(request, lapsed)),
    completes,
  });
}
