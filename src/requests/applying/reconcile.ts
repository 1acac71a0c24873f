import { kindOf } from '../../changes/kind-of.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { canonical } from '../../shared/json.ts';
import { waitingPosts } from '../messages/outcome.ts';
import { homeOf } from '../messages/state-words.ts';
import type { Task } from '../ports/outbox.ts';
import type { Parts } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { loadRequest } from '../rules/load.ts';
import { tenantOf } from '../rules/own-settings.ts';

/** How long a write that gave no answer may still surface, in ms: within it an unchanged tenant proves nothing. */
export const SURFACE_WINDOW = 60_000;

/** Milliseconds until the next reading: quick at first, then every half minute, at last every five minutes. */
const PAUSES = [2_000, 5_000, 10_000, 30_000, 30_000, 30_000, 300_000] as const;

/**
 * Finds out by reading, never by writing again, whether a change of unknown outcome is in the tenant (design.md rule 4). A connector that does
 * not write cannot read what was written either: then the outcome stays unknown until the connector is back that wrote it.
 */
export async function reconcileRequest(parts: Parts, task: Task, requestId: string): Promise<void> {
  const request = await loadRequest(parts, requestId);
  if (request.state !== 'unknown') return parts.store.completeTask(task);
  const now = tenantOf(parts, request.change).applies === 'by-itself' ? await readQuietly(parts, request) : null;
  if (now && kindOf(request.change).reached(request.change, now)) return found(parts, request, task);
  const waited = parts.clock.now() - (request.startedAt ?? request.createdAt);
  if (now && waited >= SURFACE_WINDOW) return missing(parts, request, now, task);
  const pause = PAUSES[Math.min(task.attempts, PAUSES.length - 1)] ?? SURFACE_WINDOW;
  await parts.store.postponeTask(task, parts.clock.now() + pause);
}

async function readQuietly(parts: Parts, request: Request): Promise<TenantSnapshot | null> {
  try {
    return await tenantOf(parts, request.change).read(kindOf(request.change).scopes);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    parts.log.warn({ requestId: request.id, code: error.code }, 'reconcile waits');
    const posts = waitingPosts(request, { code: error.code, note: error.message }, parts.clock.now());
    if (posts.length > 0) await parts.store.send({ posts, tasks: [] });
    return null;
  }
}

async function found(parts: Parts, request: Request, task: Task): Promise<void> {
  const outcome = {
    at: parts.clock.now(),
    code: 'found-later' as const,
    note: `${homeOf(request.change)} gave no clear answer at first; the change was then read in the tenant.`,
  };
  await advance(parts, request, {
    event: 'reconcile-applied',
    role: 'service',
    actor: null,
    patch: { outcome },
    facts: { outcome },
    completes: task,
  });
}

async function missing(parts: Parts, request: Request, now: TenantSnapshot, task: Task): Promise<void> {
  const isBase =
    canonical(kindOf(request.change).base(request.change, now).objects) === canonical(request.base.objects);
  const outcome = isBase
    ? {
        at: parts.clock.now(),
        code: 'not-written' as const,
        note: `The change did not reach ${homeOf(request.change)}: the tenant is as it was. Ask again if it is still wanted.`,
      }
    : {
        at: parts.clock.now(),
        code: 'other-state' as const,
        note: 'The tenant is neither as it was nor as asked: somebody else changed it meanwhile. Look at it with "status" before asking again.',
      };
  await advance(parts, request, {
    event: 'reconcile-failed',
    role: 'service',
    actor: null,
    patch: { outcome },
    facts: { outcome },
    completes: task,
  });
}
