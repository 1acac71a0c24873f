import { AirlockError } from '../../shared/errors.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { sayNote } from '../../shared/language/stored-notes.ts';
import { inEnglish, t } from '../../shared/language/worded.ts';
import { sentenceAmongOthers } from '../messages/among-others.ts';
import { lapsedWords } from '../messages/decision-words.ts';
import { closingNote } from '../messages/state-catalogue/status-of.ts';
import type { Services } from '../ports/services.ts';
import { digestOf } from '../record/digest.ts';
import type { ApprovedRequest, Handover, Request } from '../record/request.ts';
import { advance, newTask } from '../rules/advance.ts';
import { assertLooked } from '../rules/approvable.ts';
import { markStale, type StaleCause } from '../rules/end-request.ts';
import { assertMayAttest } from '../rules/four-eyes.ts';
import { type ActionRule, loadFor, type RequestAction, tryAgain } from '../rules/load.ts';
import { judgeReport } from '../rules/people/judging/before-write.ts';
import type { Left } from '../rules/people/judging/person-faults.ts';
import { actorOf } from '../rules/people/rights.ts';
import { connectorFor } from '../rules/setting-owner.ts';
import { judgeImplementer, ONE_PERSON } from './implementer.ts';
import { lapseApprovals } from './lapse.ts';
import { recordedRequest } from './recorded.ts';

const ATTEST: ActionRule<'approved'> = {
  state: ['approved'],
  by: 'anybody',
  isDone: ({ handover }, actor) => handover?.attested?.by.oid === actor.oid,
};

/**
 * Records that somebody reports a handed-over change as applied. Anybody who may request or approve changes may report
 * it. Stores their name and files a task that reads what can be read. A repeated report by the same person changes
 * nothing and is no error.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, card-outdated, card-needed, digest-mismatch,
 * directory-unavailable
 */
export function attestRequest(services: Services, action: RequestAction): Promise<Request> {
  return tryAgain(action, (tried) => attest(services, tried));
}

async function attest(services: Services, action: RequestAction): Promise<Request> {
  const { request: loaded, isDone } = await loadFor(services, action, ATTEST);
  if (isDone) return loaded;
  const { correlation, door } = action;
  if (!loaded.handover) throw new AirlockError('wrong-state', await sentenceAmongOthers(services, loaded));
  const { standing, evidence } = await assertMayAttest(services, action.actor, action.loaded ?? undefined);
  const actor = actorOf(standing.person);
  const request = await recordedRequest(services, loaded, { correlation, task: null });
  if (!request?.handover) return refuseUnrecorded(loaded);
  const { id, rev, handover } = request;
  if (!isAsHandedOver(services, request, handover)) return refuseTampered(services, request);
  const byApprover = await judgeImplementer(services, request, standing.person);
  assertLooked(services, request, action);
  const fault = await judgeReport(services, request);
  if (fault)
    return 'left' in fault
      ? refuseLapsed(services, request, fault.left, correlation)
      : refuseChanged(services, request, fault.fault);
  const now = services.clock.now();
  const isUnproven = byApprover === 'not-known' || byApprover === 'accounts';
  const flag = isUnproven ? { isUnproven } : { ...(byApprover && { hasApproved: true as const }) };
  return advance(services, request, {
    event: 'attest',
    actor,
    evidence,
    fields: { handover: { ...handover, attested: { by: actor, at: now, ...flag } }, startedAt: now },
    facts: { attestedBy: actor, door, ...(byApprover && { note: ONE_PERSON[byApprover] }) },
    tasks: [newTask(services, 'verify', { key: `${id}:verify:${rev}`, requestId: id, dueAt: now, correlation })],
  });
}

/**
 * Compares under the policy that the request was made under: work done on a valid approval still counts when the policy
 * changes.
 */
function isAsHandedOver(services: Services, request: ApprovedRequest, handover: Handover): boolean {
  const { change, base } = request;
  if (digestOf({ ...request, tenantId: services.tenantId }) !== request.digest) return false;
  const tenant = connectorFor(services, change);
  if (tenant.applies !== 'by-hand') return true;
  return canonical(asJson(inEnglish(() => tenant.instructions(change, base)))) === canonical(asJson(handover.steps));
}

function refuseUnrecorded(request: ApprovedRequest): never {
  const why = closingNote(request, { code: 'record-mismatch', by: null, now: null });
  throw new AirlockError('digest-mismatch', sayNote(why));
}

/** The report counts no more than the approvals that it stands on. */
async function refuseChanged(services: Services, request: ApprovedRequest, fault: StaleCause): Promise<never> {
  await markStale(services, request, fault);
  throw new AirlockError('digest-mismatch', sayNote(fault.why));
}

/** Work that was done on too few approvals waits for another one before it counts. */
async function refuseLapsed(
  services: Services,
  request: ApprovedRequest,
  left: Left,
  correlation: string,
): Promise<never> {
  await lapseApprovals(services, request, left, { correlation });
  throw new AirlockError(
    'wrong-state',
    t`${lapsedWords(left.lapsed)} Your report was not taken: it waits for approval again.`,
  );
}

async function refuseTampered(services: Services, request: ApprovedRequest): Promise<never> {
  const why = closingNote(request, { code: 'digest-mismatch', by: null, now: null });
  await markStale(services, request, { code: 'digest-mismatch', why });
  throw new AirlockError('digest-mismatch', sayNote(why));
}
