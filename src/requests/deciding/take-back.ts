import { takenBackNotice } from '../messages/decision-words.ts';
import { requestNotices } from '../messages/outbox-messages.ts';
import type { Services } from '../ports/services.ts';
import { nameIn } from '../record/actor-names.ts';
import type { Request } from '../record/request.ts';
import { advance, callAgain } from '../rules/advance.ts';
import { evidenceNow } from '../rules/four-eyes.ts';
import { type ActionRule, loadFor, type RequestAction, tryAgain } from '../rules/load.ts';

const TAKE_BACK: ActionRule<'pending' | 'approved'> = {
  state: ['pending', 'approved'],
  by: 'anybody',
  isDone: ({ state, approvals }, actor) =>
    (state === 'pending' || state === 'approved') && !approvals.some(({ by }) => by.oid === actor.oid),
};

/**
 * An approver takes back their own approval, until the write has begun. No right is needed for that. An approved
 * request waits for approval again, within what is left of its time to decide. Without an approval of theirs nothing
 * changes, and it is no error.
 * @throws AirlockError not-found, wrong-state, rev-conflict, card-outdated, digest-mismatch
 */
export function takeBackApproval(services: Services, action: RequestAction): Promise<Request> {
  return tryAgain(action, (tried) => takeBack(services, tried));
}

async function takeBack(services: Services, action: RequestAction): Promise<Request> {
  const { request, isDone } = await loadFor(services, action, TAKE_BACK);
  if (isDone) return request;
  const { oid } = action.actor;
  const own = request.approvals.find(({ by }) => by.oid === oid);
  const actor = own?.by ?? action.actor;
  const approvals = request.approvals.filter((approval) => approval !== own);
  const { decisionWindow, quorum } = services.policy;
  const wasApproved = request.state === 'approved';
  const deadline = wasApproved ? request.submittedAt + decisionWindow : request.deadline;
  const key = `${request.id}:taken-back:${request.rev}`;
  return advance(services, request, {
    event: 'take-back',
    actor,
    evidence: await evidenceNow(services, actor, services.policy.approvers),
    fields: { approvals, deadline, takenBack: [...(request.takenBack ?? []), { oid, rev: request.rev + 1 }] },
    facts: { approvals: approvals.length, quorum, door: action.door },
    messages: wasApproved
      ? await requestNotices(services, request, key, (named) => takenBackNotice(request, nameIn(named, actor)))
      : [],
    tasks: wasApproved ? [callAgain(services, request, action.correlation)] : [],
  });
}
