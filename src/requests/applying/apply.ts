import type { Base } from '../../changes/base.ts';
import { kindOf } from '../../changes/kind-of.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { draftScopes } from '../drafting/assess.ts';
import { requestNotices } from '../messages/outbox-messages.ts';
import { waitingMessages } from '../messages/outcome.ts';
import { systemName } from '../messages/state-words.ts';
import { reminderTasks } from '../notifying/remind.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { GuidingTenant, WriteLimits, WriteOutcome } from '../ports/tenant.ts';
import type { OutcomeCode, Request } from '../record/request.ts';
import { type Advance, advance, driftCause, markStale } from '../rules/advance.ts';
import { approverFault, requesterFault } from '../rules/eligibility.ts';
import { digestFault, expireIfOverdue, loadRequest } from '../rules/load.ts';
import { connectorFor } from '../rules/own-settings.ts';
import { countedSessionOwner } from '../rules/session-owner.ts';

/**
 * Gives an approved change that has passed every check into a person's hands: the steps stand on its card from now on, and its execution
 * window goes on running. Nothing is written.
 */
export async function handOver(services: Services, tenant: GuidingTenant, request: Request, task: Task): Promise<void> {
  const now = services.clock.now();
  const from = request.approvals.at(-1)?.at ?? now;
  const steps = tenant.steps(request.change, request.base);
  const messages = await requestNotices(services, request, `${request.id}:handed-over`, {
    tone: 'info',
    title: `#${request.number} is approved, to be applied by hand`,
    text: 'Airlock cannot write this setting. The steps are on the card; press "I have applied it" when they are done.',
    suggestions: [`show ${request.number}`],
  });
  await advance(services, request, {
    event: 'hand-over',
    role: 'service',
    actor: null,
    patch: { handover: { at: now, steps, attested: null }, deadline: request.deadline },
    facts: { steps: asJson(steps) },
    messages,
    tasks: reminderTasks(request, { key: 'by-hand', from, until: request.deadline ?? now }, now, task.correlation),
    completes: task,
  });
}

type Refused = Extract<WriteOutcome, { kind: 'refused' }>;

/** Turns what Defender made of a write into the request's next state; `unknown` files its reconciliation in the same step. */
export async function settleWrite(
  services: Services,
  request: Request,
  outcome: WriteOutcome,
  task: Task,
): Promise<void> {
  switch (outcome.kind) {
    case 'written':
      return end(services, request, task, 'settle', 'written', writtenNote(request, outcome.warning), outcome.warning);
    case 'in-place':
      return end(
        services,
        request,
        task,
        'settle',
        'in-place',
        'The tenant was as asked already; nothing was written.',
      );
    case 'drifted':
      await markStale(
        services,
        request,
        driftCause(request, kindOf(request.change).base(request.change, outcome.now)),
        task,
      );
      return;
    case 'refused':
      if (outcome.retryAt !== null) return defer(services, request, task, outcome, outcome.retryAt);
      return end(services, request, task, 'fail', 'refused', `${outcome.why} Nothing was changed.`);
    case 'unknown':
      return lose(services, request, task, outcome.why);
  }
}

function writtenNote({ change }: Request, warning?: string): string {
  const note = `Written to ${systemName(change)} and read back.`;
  return warning === undefined ? note : `${note} ${warning}`;
}

async function end(
  services: Services,
  request: Request,
  task: Task,
  event: Advance['event'],
  code: OutcomeCode,
  note: string,
  warning?: string,
): Promise<void> {
  const outcome = { at: services.clock.now(), code, note, ...(warning !== undefined && { warning }) };
  await advance(services, request, {
    event,
    role: 'service',
    actor: null,
    patch: { outcome },
    facts: { outcome },
    completes: task,
  });
}

/** Certainly not written: back to approved, to be tried again within what is left of the execution window. */
async function defer(
  services: Services,
  request: Request,
  task: Task,
  refused: Refused,
  retryAt: number,
): Promise<void> {
  const { code, why } = refused;
  const now = services.clock.now();
  const deadline = (request.approvals.at(-1)?.at ?? now) + services.policy.executionWindow;
  await advance(services, request, {
    event: 'defer',
    role: 'service',
    actor: null,
    patch: { deadline, waiting: { since: now, note: why, nextAt: retryAt } },
    facts: { why, retryAt },
    messages: waitingMessages(request, { code, note: why }, now),
  });
  await services.store.postponeTask(task, Math.min(retryAt, deadline));
}

async function lose(services: Services, request: Request, task: Task, why: string): Promise<void> {
  const now = services.clock.now();
  await advance(services, request, {
    event: 'lose',
    role: 'service',
    actor: null,
    patch: { waiting: { since: now, note: why, nextAt: now } },
    facts: { why },
    tasks: [
      {
        key: `${request.id}:reconcile:${request.rev}`,
        kind: 'reconcile',
        tenantId: request.tenantId,
        requestId: request.id,
        payload: null,
        dueAt: now,
        correlation: task.correlation,
      },
    ],
    completes: task,
  });
}

/** Milliseconds between two tries while Defender or the directory gives no answer. */
const RETRY_AFTER = 15_000;

/**
 * Applies an approved request: rights are asked once more, the tenant is compared, the write is begun in the store before it is sent,
 * and what Defender answered ends it (docs/architecture.md#ask-for-rights-now,
 * docs/architecture.md#compare-write-read-back). Taken up again after a crash, a request found `applying` may have been
 * written: its outcome is unknown until it is read. Where the tenant's connector cannot write, a person is given the steps instead.
 * @param sendBefore ms since 1970 until which this instance alone holds the work; no write is sent later.
 */
export async function applyRequest(
  services: Services,
  task: Task,
  requestId: string,
  sendBefore: number,
): Promise<void> {
  const request = await expireIfOverdue(services, await loadRequest(services, requestId));
  if (request.handover) return services.store.completeTask(task);
  if (request.state === 'applying') {
    await settleWrite(
      services,
      request,
      { kind: 'unknown', why: 'Airlock was interrupted while the change was being written.' },
      task,
    );
    return;
  }
  if (request.state !== 'approved') return services.store.completeTask(task);
  let snapshot: TenantSnapshot;
  let actsAs: string | null;
  try {
    const fault =
      digestFault(services, request) ??
      (await requesterFault(services, request)) ??
      (await approverFault(services, request));
    if (fault) {
      await markStale(services, request, fault, task);
      return;
    }
    actsAs = await countedSessionOwner(services, request);
    snapshot = await connectorFor(services, request.change).read(draftScopes(request));
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return waitFor(services, request, task, error);
  }
  await compareAndApply(services, request, snapshot, task, { sendBefore, ...(actsAs !== null && { actsAs }) });
}

async function compareAndApply(
  services: Services,
  request: Request,
  now: TenantSnapshot,
  task: Task,
  limits: WriteLimits,
): Promise<void> {
  const rules = kindOf(request.change);
  if (rules.reached(request.change, now)) {
    const outcome = {
      at: services.clock.now(),
      code: 'in-place' as OutcomeCode,
      note: 'The tenant was as asked already; nothing was written.',
    };
    await advance(services, request, {
      event: 'find',
      role: 'service',
      actor: null,
      patch: { outcome },
      facts: { outcome },
      completes: task,
    });
    return;
  }
  const base = rules.base(request.change, now);
  if (!isSameBase(base, request.base)) {
    await markStale(services, request, driftCause(request, base), task);
    return;
  }
  const tenant = connectorFor(services, request.change);
  if (tenant.applies === 'by-hand') return handOver(services, tenant, request, task);
  const applying = await advance(services, request, {
    event: 'start',
    role: 'service',
    actor: null,
    patch: { startedAt: services.clock.now() },
    ...(limits.actsAs !== undefined && { facts: { actsAs: limits.actsAs } }),
  });
  const outcome = await tenant.write(request.change, request.base, limits);
  await settleWrite(services, applying, outcome, task);
}

function isSameBase(a: Base, b: Base): boolean {
  const bound = ({ objects, preview }: Base) => canonical(asJson({ objects, preview }));
  return bound(a) === bound(b);
}

/** Nothing was written and nothing is lost: the card says what is waited for, and the task comes back. */
async function waitFor(services: Services, request: Request, task: Task, error: AirlockError): Promise<void> {
  const now = services.clock.now();
  const asked = error.details.retryAt;
  const nextAt = Math.max(now + RETRY_AFTER, typeof asked === 'number' ? asked : 0);
  services.log.warn({ requestId: request.id, code: error.code, correlation: task.correlation, nextAt }, 'apply waits');
  if (request.waiting?.note !== error.message) {
    const waiting = { since: request.waiting?.since ?? now, note: error.message, nextAt };
    await advance(services, request, {
      event: 'wait',
      role: 'service',
      actor: null,
      patch: { waiting, deadline: request.deadline },
      facts: { code: error.code },
      messages: waitingMessages(request, { code: error.code, note: error.message }, now),
    });
  }
  await services.store.postponeTask(task, Math.min(nextAt, request.deadline ?? nextAt));
}
