import { kindOf } from '../../changes/kind-of.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { canonical } from '../../shared/json.ts';
import { waitingMessages } from '../messages/outcome.ts';
import { systemName } from '../messages/state-words.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { loadRequest } from '../rules/load.ts';
import { connectorFor } from '../rules/own-settings.ts';

/** How long a write that gave no answer may still surface, in ms: within it an unchanged tenant proves nothing. */
export const SURFACE_WINDOW = 60_000;

/** Milliseconds until the next reading: quick at first, then every half minute, at last every five minutes. */
const PAUSES = [2_000, 5_000, 10_000, 30_000, 30_000, 30_000, 300_000] as const;

/**
 * Finds out by reading, never by writing again, whether a change of unknown outcome is in the tenant
 * (docs/architecture.md#compare-write-read-back). A connector that does
 * not write cannot read what was written either: then the outcome stays unknown until the connector is back that wrote it.
 */
export async function reconcileRequest(services: Services, task: Task, requestId: string): Promise<void> {
  const request = await loadRequest(services, requestId);
  if (request.state !== 'unknown') return services.store.completeTask(task);
  const now =
    connectorFor(services, request.change).applies === 'by-itself' ? await readQuietly(services, request) : null;
  if (now && kindOf(request.change).reached(request.change, now)) return found(services, request, task);
  const waited = services.clock.now() - (request.startedAt ?? request.createdAt);
  if (now && waited >= SURFACE_WINDOW) return missing(services, request, now, task);
  const pause = PAUSES[Math.min(task.attempts, PAUSES.length - 1)] ?? SURFACE_WINDOW;
  await services.store.postponeTask(task, services.clock.now() + pause);
}

async function readQuietly(services: Services, request: Request): Promise<TenantSnapshot | null> {
  try {
    return await connectorFor(services, request.change).read(kindOf(request.change).scopes);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    services.log.warn({ requestId: request.id, code: error.code }, 'reconcile waits');
    const messages = waitingMessages(request, { code: error.code, note: error.message }, services.clock.now());
    if (messages.length > 0) await services.store.send({ messages, tasks: [] });
    return null;
  }
}

async function found(services: Services, request: Request, task: Task): Promise<void> {
  const outcome = {
    at: services.clock.now(),
    code: 'found-later' as const,
    note: `${systemName(request.change)} gave no clear answer at first; the change was then read in the tenant.`,
  };
  await advance(services, request, {
    event: 'reconcile-applied',
    role: 'service',
    actor: null,
    patch: { outcome },
    facts: { outcome },
    completes: task,
  });
}

async function missing(services: Services, request: Request, now: TenantSnapshot, task: Task): Promise<void> {
  const isBase =
    canonical(kindOf(request.change).base(request.change, now).objects) === canonical(request.base.objects);
  const outcome = isBase
    ? {
        at: services.clock.now(),
        code: 'not-written' as const,
        note: `The change did not reach ${systemName(request.change)}: the tenant is as it was. Ask again if it is still wanted.`,
      }
    : {
        at: services.clock.now(),
        code: 'other-state' as const,
        note: 'The tenant is neither as it was nor as asked: somebody else changed it meanwhile. Look at it with "status" before asking again.',
      };
  await advance(services, request, {
    event: 'reconcile-failed',
    role: 'service',
    actor: null,
    patch: { outcome },
    facts: { outcome },
    completes: task,
  });
}
