import { AirlockError } from '../../shared/errors.ts';
import { sayNote } from '../../shared/language/stored-notes.ts';
import { t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import { shortDigest } from '../record/digest.ts';
import { givenOf, isIn, type PendingRequest, type Request } from '../record/request.ts';
import { debtOf } from '../record/told-by-request.ts';
import { advance, newTask } from '../rules/advance.ts';
import {
  assertLooked,
  assertNotBarred,
  assertNotTakenBack,
  assertShownWhole,
  digestFault,
} from '../rules/approvable.ts';
import { markStale } from '../rules/end-request.ts';
import { type ActionRule, loadFor, loadRequest, type RequestAction, tryAgain } from '../rules/load.ts';
import { judgeApproval } from '../rules/people/judging/judge-approval.ts';
import { lapsedField } from '../rules/people/judging/person-faults.ts';
import { actorOf, type Refusal, refusedWithHelp } from '../rules/people/rights.ts';
import { assertMaySettle } from './alone/settling.ts';
import { ratify } from './ratify.ts';
import { parseReason } from './submit.ts';

const APPROVE: ActionRule<'pending'> = {
  state: ['pending'],
  by: 'anybody',
  isDone: (request, actor) => request.state !== 'draft' && givenOf(request).some(({ by }) => by.oid === actor.oid),
};

export interface ApproveAction extends RequestAction {
  /** Why they approve; empty where they say nothing. */
  readonly reason: string;
}

/**
 * Handles Approve: a second admin approves exactly what the card showed. Once the quorum is met, the request is
 * approved and a task applies it; below the quorum the approval is only counted. A repeated approval by the same person
 * changes nothing and is no error. Of two approvals at the same moment both count.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, card-outdated, card-needed, input-invalid,
 * digest-mismatch, directory-unavailable
 */
export function approveRequest(services: Services, action: ApproveAction): Promise<Request> {
  return tryAgain(action, (tried) => approve(services, tried));
}

function notCounting({ directory, policy }: Services, { requester }: Request, refusal: Refusal): Promise<AirlockError> {
  return refusedWithHelp(directory, refusal, policy.approvers, requester.oid);
}

async function approve(services: Services, asked: ApproveAction): Promise<Request> {
  const loaded = asked.loaded ?? (await loadRequest(services, asked.requestId));
  const action = { ...asked, loaded };
  if (isIn(loaded, ['applied', 'failed', 'unknown']) && debtOf(loaded))
    return ratify(services, action, () => reasonOf(services, loaded, action));
  const { request, isDone } = await loadFor(services, action, APPROVE);
  if (isDone) return request;
  assertShownWhole(services, request);
  assertNotBarred(services, request);
  const { correlation, door } = action;
  const judged = await judgeApproval(services, request, action.actor.oid);
  if ('refusal' in judged) throw await notCounting(services, request, judged.refusal);
  await assertMaySettle(services, request.change, { by: actorOf(judged.person), kept: judged.evidence });
  const fault = digestFault(services, request) ?? judged.fault;
  if (fault) {
    await markStale(services, request, fault);
    throw new AirlockError('digest-mismatch', sayNote(fault.why));
  }
  assertNotTakenBack(request, action.actor.oid, action);
  assertLooked(services, request, action);
  const why = reasonOf(services, request, action);
  const { quorum, executionWindow } = services.policy;
  const now = services.clock.now();
  const actor = actorOf(judged.person);
  const { lapsed } = judged.left;
  const approvals = [...judged.left.approvals, { by: actor, at: now, ...why, evidence: judged.evidence }];
  const facts = { approvals: approvals.length, quorum, door, ...why, ...(lapsed.length > 0 && { lapsed }) };
  const counts = { approvals, ...lapsedField(request, lapsed) };
  if (approvals.length < quorum) {
    return advance(services, request, { event: 'endorse', actor, fields: counts, facts });
  }
  const { id, rev } = request;
  return advance(services, request, {
    event: 'approve',
    actor,
    fields: { ...counts, deadline: now + executionWindow },
    facts,
    tasks: [newTask(services, 'apply', { key: `${id}:apply:${rev + 1}`, requestId: id, dueAt: now, correlation })],
  });
}

function reasonOf(
  { policy }: Pick<Services, 'policy'>,
  { number, digest }: Pick<PendingRequest, 'number' | 'digest'>,
  { reason, door }: ApproveAction,
): { readonly reason?: string } {
  if (policy.approvalReason === 'optional' && reason.trim() === '') return {};
  if (reason.trim() === '' && door === 'typed') throw new AirlockError('input-invalid', sayWhy(number, digest));
  return { reason: parseReason(reason, t`an approval`) };
}

function sayWhy(number: number, digest: string): string {
  return t`Say why: an approval needs a reason. For example: "approve ${number} ${shortDigest(digest)} because agreed, see CHG-1042".`;
}
