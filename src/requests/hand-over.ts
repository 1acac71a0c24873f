import { asJson } from '../changes/json.ts';
import type { GuidingTenant } from '../defender/tenant.ts';
import type { Task } from '../store/task.ts';
import { advance } from './advance.ts';
import type { Parts } from './parts.ts';
import { reminderTasks } from './reminder-tasks.ts';
import type { Request } from './request.ts';
import { requestNotices } from './request-notices.ts';

/**
 * Gives an approved change that has passed every check into a person's hands: the steps stand on its card from now on, and its execution
 * window goes on running. Nothing is written.
 */
export async function handOver(parts: Parts, tenant: GuidingTenant, request: Request, task: Task): Promise<void> {
  const now = parts.clock.now();
  const from = request.approvals.at(-1)?.at ?? now;
  const steps = tenant.steps(request.change, request.base);
  const posts = await requestNotices(parts, request, `${request.id}:handed-over`, {
    tone: 'info',
    title: `#${request.number} is approved, to be applied by hand`,
    text: 'Airlock cannot write this setting. The steps are on the card; press "I have applied it" when they are done.',
    suggestions: [`show ${request.number}`],
  });
  await advance(parts, request, {
    event: 'hand-over',
    role: 'service',
    actor: null,
    patch: { handover: { at: now, steps, attested: null }, deadline: request.deadline },
    facts: { steps: asJson(steps) },
    posts,
    tasks: reminderTasks(request, { key: 'by-hand', from, until: request.deadline ?? now }, now, task.correlation),
    completes: task,
  });
}
