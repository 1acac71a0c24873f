import type { Source } from '../../changes/knowledge/knowledge.ts';
import { kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { inEnglish, msg } from '../../shared/language/worded.ts';
import { beginOnce } from '../deciding/alone/begin-write.ts';
import { judgeStart } from '../deciding/alone/judge-alone.ts';
import { untouched } from '../messages/state-catalogue/handed-over.ts';
import { stepNotice, stoppedForApprovers, waitingMessages } from '../messages/state-notices.ts';
import { callAppliers } from '../notifying/telling/call-appliers.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { GuidingTenant, SessionWriter, WriteLimits, WriteOutcome, WritingTenant } from '../ports/tenant.ts';
import { isUnseen } from '../ports/witness.ts';
import type { ApplyingRequest, ApprovedRequest } from '../record/request.ts';
import { advance, newTask, reminderTasks } from '../rules/advance.ts';
import { digestFault } from '../rules/approvable.ts';
import { driftCause, fail, markStale, succeed } from '../rules/end-request.ts';
import { expireIfOverdue } from '../rules/expiry.ts';
import { loadRequest } from '../rules/load.ts';
import { sessionOwner } from '../rules/people/session-owner.ts';
import { connectorFor, whyNotSent } from '../rules/setting-owner.ts';
import { watchAfter } from '../rules/watching.ts';
import { mayApproversApply, wordOfApprover } from './implementer.ts';
import { startItems } from './items/begin-and-end.ts';
import { postpone, stopBeforeWrite } from './lapse.ts';
import { readSurely } from './read-surely.ts';
import { recordedRequest } from './recorded.ts';

/**
 * Applies an approved request. Compares it with the record, checks everybody's rights once more, compares the tenant,
 * stores the start of the write before sending it, and ends the request with Defender's answer
 * (docs/architecture.md#keep-a-record, docs/architecture.md#ask-for-rights-now,
 * docs/architecture.md#compare-write-read-back). A request that a crash left in `applying` may have been written, so
 * its outcome is unknown until Airlock reads it. Where the tenant's connector cannot write, a person gets the steps.
 * @param within until when only this instance works on the task; no write is sent later
 */
export async function applyRequest(
  services: Services,
  task: Task,
  requestId: RequestId,
  within: WriteLimits,
): Promise<void> {
  const request = await expireIfOverdue(services, await loadRequest(services, requestId));
  if (request.handover) return services.store.completeTask(task);
  if (request.state === 'applying') {
    if (kindOf(request.change).items) return services.store.completeTask(task);
    const why = msg`Airlock was interrupted while the change was being written.`;
    return recordWrite(services, request, { kind: 'unknown', why }, task);
  }
  if (request.state !== 'approved') return services.store.completeTask(task);
  const off = whyNotSent(services, partsOf(request.change));
  if (off !== null) {
    const messages = await stoppedForApprovers(services, request, off);
    await markStale(services, request, { code: 'kind-off', why: off }, task, { messages });
    return;
  }
  try {
    const recorded = await recordedRequest(services, request, { correlation: task.correlation, task });
    if (!recorded) return;
    const checked = await check(services, recorded, task);
    if (checked) await compareAndApply(services, recorded, { ...checked, within }, task);
  } catch (error) {
    if (!isUnseen(error)) throw error;
    await waitUnseen(services, requestId, error, task);
  }
}

/** Nothing was begun, and the card says why. */
async function waitUnseen(services: Services, requestId: RequestId, error: AirlockError, task: Task): Promise<void> {
  const request = await loadRequest(services, requestId);
  if (request.state !== 'approved') throw error;
  await postpone(services, request, error, task);
}

interface Checked {
  /** The tenant as it is now. */
  readonly now: TenantSnapshot;
  /** How it is known that the tenant is as asked already; empty where it is not, and where it was read. */
  readonly known: readonly Source[];
  /** Why that is no other person's word than an approver's; null where it is. */
  readonly warning: string | null;
}

/**
 * @returns null where it has become stale, waits for approval again, or was postponed: the directory may not answer.
 */
async function check(services: Services, request: ApprovedRequest, task: Task): Promise<Checked | null> {
  try {
    const tenant = connectorFor(services, request.change);
    if (tenant.applies === 'automatically') await tenant.identify();
    const fault = digestFault(services, request);
    if (fault) {
      await markStale(services, request, fault, task);
      return null;
    }
    if (request.waiting && !(await mayGoOn(services, request, task))) return null;
    const now = await readSurely(tenant, request);
    const rules = kindOf(request.change);
    const isReached = rules.reached(request.change, now);
    const known = isReached ? rules.knownBy(request.change, now) : [];
    const warning = await wordOfApprover(services, request, known);
    const asksLater = !isReached && tenant.applies === 'automatically' && !rules.items;
    if (!asksLater && !(await mayGoOn(services, request, task))) return null;
    return { now, known, warning };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    await postpone(services, request, error, task);
    return null;
  }
}

/** Whether everybody may still have it applied; else it has become stale, or waits for approval again. */
async function mayGoOn(services: Services, request: ApprovedRequest, task: Task): Promise<boolean> {
  const judged = await judgeStart(services, request);
  if ('actsAs' in judged) return true;
  await stopBeforeWrite(services, request, judged, task);
  return false;
}

async function compareAndApply(
  services: Services,
  request: ApprovedRequest,
  checked: Checked & { readonly within: WriteLimits },
  task: Task,
): Promise<void> {
  const { change } = request;
  const rules = kindOf(change);
  if (rules.reached(change, checked.now)) {
    const { known } = checked;
    const more = { ...(known.length > 0 && { known }), ...(checked.warning !== null && { warning: checked.warning }) };
    const code = request.startedAt === null ? 'in-place' : 'found-later';
    const end = { event: 'already-in-place', code, ...more } as const;
    return succeed(services, request, end, task);
  }
  const base = rules.base(change, checked.now, request.base);
  const isAsAsked = rules.isAsKnown(request.base, base) && canonical(request.base.preview) === canonical(base.preview);
  if (!isAsAsked) {
    await markStale(services, request, driftCause(request, base), task);
    return;
  }
  const tenant = connectorFor(services, change);
  if (tenant.applies === 'by-hand') return handOver(services, tenant, request, task);
  const items = rules.items?.(change, request.base);
  if (items) return startItems(services, request, items, task);
  return write(services, tenant, request, checked.within, task);
}

/**
 * Hands an approved change that has passed every check to a person. From now on its card shows the steps. The execution
 * window keeps running. Nothing is written.
 */
async function handOver(
  services: Services,
  tenant: GuidingTenant,
  request: ApprovedRequest,
  task: Task,
): Promise<void> {
  const now = services.clock.now();
  const from = request.approvals.at(-1)?.at ?? now;
  const steps = inEnglish(() => tenant.instructions(request.change, request.base));
  const byApprovers = await mayApproversApply(services, request);
  const handover = { at: now, steps, ...(byApprovers && { byApprovers }), attested: null };
  const messages = await callAppliers(services, { ...request, waiting: null, handover }, null, stepNotice);
  await advance(services, request, {
    event: 'hand-over',
    actor: null,
    fields: { handover },
    facts: { steps: asJson(steps) },
    messages,
    tasks: reminderTasks(services, request, { key: 'by-hand', from, until: request.deadline }, task.correlation),
    completes: task,
  });
}

/**
 * Lets the connector read, compare and send, and records the outcome. Everybody's rights are asked, and the start is
 * stored, when it is about to send.
 */
async function write(
  services: Services,
  tenant: WritingTenant,
  request: ApprovedRequest,
  within: WriteLimits,
  task: Task,
): Promise<void> {
  const writer = await sessionOwner(services, request);
  const start = async (actsAs: SessionWriter | null) => ({
    actsAs,
    applying: await advance(services, request, {
      event: 'start',
      actor: null,
      fields: { startedAt: services.clock.now() },
      ...(actsAs && { facts: { actsAs: actsAs.name, actsAsSource: actsAs.source } }),
    }),
  });
  const began = beginOnce(services, request, { writer, start });
  const begin = async () => 'begun' in (await began());
  const limits = { ...within, ...(writer && { actsAs: writer.name }), begin };
  const outcome = await tenant.write(request.change, request.base, limits);
  const how = await began();
  if (!('begun' in how)) return stopBeforeWrite(services, request, how, task);
  const attempt = { actsAs: how.begun.actsAs, isAgain: request.startedAt !== null };
  await recordWrite(services, how.begun.applying, outcome, task, attempt);
}

const TRIED_BEFORE = msg`It had been sent before and was put off then: whether anything came of that is not known.`;

/**
 * Moves the request to the state that fits the outcome of a write. Where no reading shows the target so far, the same
 * step files a reconcile task.
 * @param attempt whose session wrote, and whether it had been sent before and was put off
 */
export async function recordWrite(
  services: Services,
  request: ApplyingRequest,
  outcome: WriteOutcome,
  task: Task,
  { actsAs = null, isAgain = false }: { actsAs?: SessionWriter | null; isAgain?: boolean } = {},
): Promise<void> {
  switch (outcome.kind) {
    case 'written': {
      const more = {
        ...(outcome.warning !== undefined && { warning: outcome.warning }),
        ...(actsAs && { session: actsAs }),
      };
      return succeed(services, request, { event: 'record-outcome', code: 'written', ...more }, task);
    }
    case 'held':
      throw new AirlockError('internal', 'A write that was not begun has no outcome.');
    case 'in-place':
      return succeed(services, request, { event: 'record-outcome', code: isAgain ? 'found-later' : 'in-place' }, task);
    case 'drifted': {
      const base = kindOf(request.change).base(request.change, outcome.now, request.base);
      await markStale(services, request, driftCause(request, base), task);
      return;
    }
    case 'refused': {
      const { why, retryAt } = outcome;
      if (retryAt !== null) return defer(services, request, { ...outcome, retryAt }, task);
      const stands = isAgain ? TRIED_BEFORE : untouched(request);
      const watch = isAgain ? watchAfter(services, request, task.correlation) : null;
      return fail(services, request, { event: 'fail', code: 'refused', note: `${why} ${stands}`, watch }, task);
    }
    case 'accepted':
    case 'unknown':
      return startReconciling(services, request, { ...outcome, actsAs }, task);
  }
}

type Deferred = Extract<WriteOutcome, { kind: 'refused' }> & { readonly retryAt: number };

/** Defender did not take it. Moves the request back to approved, to be tried again in the rest of its time. */
async function defer(
  services: Services,
  request: ApplyingRequest,
  { code, why, retryAt }: Deferred,
  task: Task,
): Promise<void> {
  const now = services.clock.now();
  const deadline = (request.approvals.at(-1)?.at ?? now) + services.policy.executionWindow;
  await advance(services, request, {
    event: 'defer',
    actor: null,
    fields: { deadline, waiting: { since: now, note: why, nextAt: retryAt } },
    facts: { why, retryAt },
    messages: await waitingMessages(services, request, { code, note: why }),
  });
  await services.store.postponeTask(task, Math.min(retryAt, deadline));
}

async function startReconciling(
  services: Services,
  request: ApplyingRequest,
  { kind, why, actsAs }: Extract<WriteOutcome, { kind: 'accepted' | 'unknown' }> & { actsAs: SessionWriter | null },
  task: Task,
): Promise<void> {
  const accepted = kind === 'accepted' ? ({ accepted: true } as const) : {};
  const now = services.clock.now();
  const { id, rev } = request;
  const { correlation } = task;
  await advance(services, request, {
    event: 'outcome-unknown',
    actor: null,
    fields: { waiting: { since: now, note: why, nextAt: now, ...accepted, ...(actsAs && { session: actsAs }) } },
    facts: { why, ...accepted },
    tasks: [newTask(services, 'reconcile', { key: `${id}:reconcile:${rev}`, requestId: id, dueAt: now, correlation })],
    completes: task,
  });
}
