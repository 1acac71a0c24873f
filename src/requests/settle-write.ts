import { kindOf } from '../changes/kind-of.ts';
import type { WriteOutcome } from '../defender/tenant.ts';
import type { Task } from '../store/task.ts';
import { type Advance, advance } from './advance.ts';
import { driftCause } from './drift-cause.ts';
import { homeOf } from './home-of.ts';
import type { Parts } from './parts.ts';
import type { OutcomeCode, Request } from './request.ts';
import { voidRequest } from './void-request.ts';
import { waitingPosts } from './waiting-posts.ts';

type Refused = Extract<WriteOutcome, { kind: 'refused' }>;

/** Turns what Defender made of a write into the request's next state; `unknown` files its reconciliation in the same step. */
export async function settleWrite(parts: Parts, request: Request, outcome: WriteOutcome, task: Task): Promise<void> {
  switch (outcome.kind) {
    case 'written':
      return end(parts, request, task, 'settle', 'written', writtenNote(request, outcome.warning), outcome.warning);
    case 'in-place':
      return end(parts, request, task, 'settle', 'in-place', 'The tenant was as asked already; nothing was written.');
    case 'drifted':
      await voidRequest(
        parts,
        request,
        driftCause(request, kindOf(request.change).base(request.change, outcome.now)),
        task,
      );
      return;
    case 'refused':
      if (outcome.retryAt !== null) return defer(parts, request, task, outcome, outcome.retryAt);
      return end(parts, request, task, 'fail', 'refused', `${outcome.why} Nothing was changed.`);
    case 'unknown':
      return lose(parts, request, task, outcome.why);
  }
}

function writtenNote({ change }: Request, warning?: string): string {
  const note = `Written to ${homeOf(change)} and read back.`;
  return warning === undefined ? note : `${note} ${warning}`;
}

async function end(
  parts: Parts,
  request: Request,
  task: Task,
  event: Advance['event'],
  code: OutcomeCode,
  note: string,
  warning?: string,
): Promise<void> {
  const outcome = { at: parts.clock.now(), code, note, ...(warning !== undefined && { warning }) };
  await advance(parts, request, {
    event,
    role: 'service',
    actor: null,
    patch: { outcome },
    facts: { outcome },
    completes: task,
  });
}

/** Certainly not written: back to approved, to be tried again within what is left of the execution window. */
async function defer(parts: Parts, request: Request, task: Task, refused: Refused, retryAt: number): Promise<void> {
  const { code, why } = refused;
  const now = parts.clock.now();
  const deadline = (request.approvals.at(-1)?.at ?? now) + parts.policy.executionWindow;
  await advance(parts, request, {
    event: 'defer',
    role: 'service',
    actor: null,
    patch: { deadline, waiting: { since: now, note: why, nextAt: retryAt } },
    facts: { why, retryAt },
    posts: waitingPosts(request, { code, note: why }, now),
  });
  await parts.store.postponeTask(task, Math.min(retryAt, deadline));
}

async function lose(parts: Parts, request: Request, task: Task, why: string): Promise<void> {
  const now = parts.clock.now();
  await advance(parts, request, {
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
