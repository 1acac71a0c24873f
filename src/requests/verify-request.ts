import { kindOf } from '../changes/kind-of.ts';
import type { Verification } from '../defender/tenant.ts';
import { type AirlockError, isAirlockError } from '../errors.ts';
import type { Task } from '../store/task.ts';
import { advance } from './advance.ts';
import { contradictRequest } from './contradict-request.ts';
import { loadRequest } from './current-request.ts';
import type { Parts } from './parts.ts';
import type { Actor, Request } from './request.ts';
import { settleHandover } from './settle-handover.ts';
import { tenantOf } from './tenant-of.ts';

/** How long Defender may take to show what was set in the portal, in ms: minutes as a rule, hours in some tenants (learn: machine-groups). */
export const PROPAGATION = 2 * 3_600_000;

/** Milliseconds until the next reading; together they last as long as `PROPAGATION`. */
const PAUSES = [60_000, 4 * 60_000, 10 * 60_000, 15 * 60_000, 30 * 60_000, 60 * 60_000] as const;

/**
 * Reads what can be read of a change that somebody says is applied. Nothing against it ends the request: verified where every part was read,
 * attested otherwise. What is otherwise in the tenant is read again for as long as propagation takes, and then said.
 */
export async function verifyRequest(parts: Parts, task: Task, requestId: string): Promise<void> {
  const request = await loadRequest(parts, requestId);
  const attested = request.handover?.attested;
  if (request.state !== 'applying' || !attested) return parts.store.completeTask(task);
  const left = attested.at + PROPAGATION - parts.clock.now();
  let found: Verification;
  try {
    found = await verification(parts, request);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    parts.log.warn({ requestId, code: error.code, correlation: task.correlation }, 'verification waits');
    if (left <= 0) return settleUnread(parts, request, attested.by, error, task);
    return again(parts, request, task, { note: error.message, left, notBefore: error.details.retryAt });
  }
  if (found.contradicted.length === 0) return settleHandover(parts, request, attested.by, found, task);
  if (left <= 0) return contradictRequest(parts, request, attested.by, found, task);
  const note = `Not seen in Defender yet, which can take hours. ${found.contradicted.map((part) => part.found).join(' ')}`;
  await again(parts, request, task, { note, left, notBefore: null });
}

/** Where the connector was changed since the hand-over, nothing is known of how to read it. */
async function verification(parts: Parts, { change, base }: Request): Promise<Verification> {
  const tenant = tenantOf(parts, change);
  if (tenant.applies === 'by-hand') return tenant.verify(change, base);
  return { verified: [], contradicted: [], unreadable: [{ what: kindOf(change).title(change) }] };
}

/** Nothing could be read in all that time: then everything is known by that person's word alone. */
function settleUnread(parts: Parts, request: Request, by: Actor, error: AirlockError, task: Task): Promise<void> {
  const what = `${kindOf(request.change).title(request.change)} (could not be read: ${error.message})`;
  return settleHandover(parts, request, by, { verified: [], contradicted: [], unreadable: [{ what }] }, task);
}

interface Waits {
  readonly note: string;
  /** Milliseconds until the last reading. */
  readonly left: number;
  /** The `retryAt` of an error, or nothing. */
  readonly notBefore: unknown;
}

async function again(parts: Parts, request: Request, task: Task, waits: Waits): Promise<void> {
  const now = parts.clock.now();
  const pause = Math.min(PAUSES[task.attempts] ?? PROPAGATION, Math.max(waits.left, 0));
  const nextAt = Math.max(now + pause, typeof waits.notBefore === 'number' ? waits.notBefore : 0);
  if (request.waiting?.note !== waits.note) {
    await advance(parts, request, {
      event: 'recheck',
      role: 'service',
      actor: null,
      patch: { waiting: { since: request.waiting?.since ?? now, note: waits.note, nextAt } },
      facts: { found: waits.note },
    });
  }
  await parts.store.postponeTask(task, nextAt);
}
