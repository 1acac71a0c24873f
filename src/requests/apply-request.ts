import type { Base } from '../changes/base.ts';
import { asJson, canonical } from '../changes/json.ts';
import { kindOf } from '../changes/kind-of.ts';
import type { TenantSnapshot } from '../changes/tenant-snapshot.ts';
import type { WriteLimits } from '../defender/tenant.ts';
import { type AirlockError, isAirlockError } from '../errors.ts';
import type { Task } from '../store/task.ts';
import { advance } from './advance.ts';
import { digestFault, loadRequest } from './current-request.ts';
import { draftScopes } from './draft-scopes.ts';
import { driftCause } from './drift-cause.ts';
import { handOver } from './hand-over.ts';
import { lapseRequest } from './lapse-request.ts';
import { countedSessionOwner } from './own-session.ts';
import type { Parts } from './parts.ts';
import type { OutcomeCode, Request } from './request.ts';
import { approverFault, requesterFault } from './rights.ts';
import { settleWrite } from './settle-write.ts';
import { tenantOf } from './tenant-of.ts';
import { voidRequest } from './void-request.ts';
import { waitingPosts } from './waiting-posts.ts';

/** Milliseconds between two tries while Defender or the directory gives no answer. */
const RETRY_AFTER = 15_000;

/**
 * Applies an approved request: rights are asked once more, the tenant is compared, the write is begun in the store before it is sent,
 * and what Defender answered ends it (design.md rules 3 and 4). Taken up again after a crash, a request found `applying` may have been
 * written: its outcome is unknown until it is read. Where the tenant's connector cannot write, a person is given the steps instead.
 * @param sendBefore ms since 1970 until which this instance alone holds the work; no write is sent later.
 */
export async function applyRequest(parts: Parts, task: Task, requestId: string, sendBefore: number): Promise<void> {
  const request = await lapseRequest(parts, await loadRequest(parts, requestId));
  if (request.handover) return parts.store.completeTask(task);
  if (request.state === 'applying') {
    await settleWrite(
      parts,
      request,
      { kind: 'unknown', why: 'Airlock was interrupted while the change was being written.' },
      task,
    );
    return;
  }
  if (request.state !== 'approved') return parts.store.completeTask(task);
  let snapshot: TenantSnapshot;
  let actsAs: string | null;
  try {
    const fault =
      digestFault(parts, request) ?? (await requesterFault(parts, request)) ?? (await approverFault(parts, request));
    if (fault) {
      await voidRequest(parts, request, fault, task);
      return;
    }
    actsAs = await countedSessionOwner(parts, request);
    snapshot = await tenantOf(parts, request.change).read(draftScopes(request));
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return waitFor(parts, request, task, error);
  }
  await compareAndApply(parts, request, snapshot, task, { sendBefore, ...(actsAs !== null && { actsAs }) });
}

async function compareAndApply(
  parts: Parts,
  request: Request,
  now: TenantSnapshot,
  task: Task,
  limits: WriteLimits,
): Promise<void> {
  const rules = kindOf(request.change);
  if (rules.reached(request.change, now)) {
    const outcome = {
      at: parts.clock.now(),
      code: 'in-place' as OutcomeCode,
      note: 'The tenant was as asked already; nothing was written.',
    };
    await advance(parts, request, {
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
    await voidRequest(parts, request, driftCause(request, base), task);
    return;
  }
  const tenant = tenantOf(parts, request.change);
  if (tenant.applies === 'by-hand') return handOver(parts, tenant, request, task);
  const applying = await advance(parts, request, {
    event: 'start',
    role: 'service',
    actor: null,
    patch: { startedAt: parts.clock.now() },
    ...(limits.actsAs !== undefined && { facts: { actsAs: limits.actsAs } }),
  });
  const outcome = await tenant.write(request.change, request.base, limits);
  await settleWrite(parts, applying, outcome, task);
}

function isSameBase(a: Base, b: Base): boolean {
  const bound = ({ objects, preview }: Base) => canonical(asJson({ objects, preview }));
  return bound(a) === bound(b);
}

/** Nothing was written and nothing is lost: the card says what is waited for, and the task comes back. */
async function waitFor(parts: Parts, request: Request, task: Task, error: AirlockError): Promise<void> {
  const now = parts.clock.now();
  const asked = error.details.retryAt;
  const nextAt = Math.max(now + RETRY_AFTER, typeof asked === 'number' ? asked : 0);
  parts.log.warn({ requestId: request.id, code: error.code, correlation: task.correlation, nextAt }, 'apply waits');
  if (request.waiting?.note !== error.message) {
    const waiting = { since: request.waiting?.since ?? now, note: error.message, nextAt };
    await advance(parts, request, {
      event: 'wait',
      role: 'service',
      actor: null,
      patch: { waiting, deadline: request.deadline },
      facts: { code: error.code },
      posts: waitingPosts(request, { code: error.code, note: error.message }, now),
    });
  }
  await parts.store.postponeTask(task, Math.min(nextAt, request.deadline ?? nextAt));
}
