import { AirlockError } from '../../shared/errors.ts';
import { inEnglish, msg } from '../../shared/language/worded.ts';
import { asRecorded } from '../messages/untrue-words.ts';
import type { AuditEntry } from '../ports/audit-entry.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Trail } from '../ports/trail.ts';
import type { ApplyingRequest, UnknownRequest } from '../record/request.ts';
import { advance, newTask } from '../rules/advance.ts';
import { markStale, recordNotice } from '../rules/end-request.ts';
import { loadRequest } from '../rules/load.ts';

type Begun = ApplyingRequest | UnknownRequest;

/**
 * Compares a request that is being applied, or whose outcome is not known, with its last entry, before anything more is
 * written or read for it. Where somebody changed its row in the database, it is stopped once, loudly, and nothing is
 * written any more. Where a write may have begun, Airlock goes on reading what the record says was to be written, and
 * the object stays held until that is known; else the request ends and frees it.
 * @returns whether it is as recorded, or has another state; else the task is completed
 * @throws AirlockError rev-conflict where somebody was faster, record-broken, store-corrupt
 */
export async function isBegunAsRecorded(services: Services, task: Task): Promise<boolean> {
  const { store, tenantId, log, meter } = services;
  if (task.requestId === null) return true;
  const request = await loadRequest(services, task.requestId);
  const { id, number, state } = request;
  if (state !== 'applying' && state !== 'unknown') return true;
  const { isSame, state: recorded, fault } = await store.asLoaded(request);
  const isItems = isSame && state === 'applying' && !(await store.itemsAsRecorded(id));
  if (isSame && !isItems) return true;
  const { correlation } = task;
  log.error({ requestId: id, number, state, recorded, fault, correlation }, 'request stopped: not as recorded');
  meter.count('recordFaults', { kind: 'mismatch' });
  // Nothing is signed on top of a forged entry, which would vouch for the row: the task waits for the operator.
  if (fault !== null) throw new AirlockError('record-broken', NOT_PROVEN);
  const trail = await store.trail(tenantId, id);
  const isOpen = recorded !== null && OPEN.includes(recorded);
  // By the record it has ended, or never was: no step can follow, and what is stored is left for whoever looks.
  if (!trail || !isOpen) await store.completeTask(task);
  else if (trail.request.state === 'applying' || trail.request.state === 'unknown')
    await stop(services, { ...trail, request: trail.request }, task, isItems);
  return false;
}

const NOT_PROVEN = 'The last entry of this request is not as it was written, so nothing more is done with it.';

const OPEN: readonly string[] = ['pending', 'approved', 'applying', 'unknown'];

async function stop(
  services: Services,
  trail: Trail & { readonly request: Begun },
  task: Task,
  isItems: boolean,
): Promise<void> {
  const { request, why } = isItems
    ? { request: trail.request, why: ITEMS }
    : inEnglish(() => asRecorded(trail.request, trail));
  const startedAt = writeBegan(trail);
  const messages = await recordNotice(services, request, startedAt === null ? why : `${why} ${ONLY_READ}`);
  if (startedAt === null && request.state === 'applying') {
    await markStale(services, request, { code: 'record-mismatch', why }, task, { messages, endsUnrecorded: true });
    return;
  }
  const { id, rev } = request;
  const now = services.clock.now();
  const { correlation } = task;
  await advance(
    services,
    { ...request, ...(startedAt !== null && { startedAt }) },
    {
      event: 'outcome-unknown',
      actor: null,
      fields: { waiting: { since: now, note: why, nextAt: now } },
      facts: { why, cause: 'record-mismatch' },
      messages,
      tasks: [
        newTask(services, 'reconcile', { key: `${id}:reconcile:${rev}`, requestId: id, dueAt: now, correlation }),
      ],
      completes: task,
      endsUnrecorded: true,
    },
  );
}

const ITEMS = msg`Somebody changed in the database how far this request is.`;
const ONLY_READ = msg`A write had begun: Airlock reads what came of it, and does not write again.`;

/** When the last write began that was not put off, by the record; null where none did. */
function writeBegan({ entries, fault }: Trail): number | null {
  const last = entries.findLast(({ event }) => event === 'request.start' || event === 'request.defer');
  if (last?.event === 'request.start') return last.at;
  return fault === null ? null : latest(entries);
}

/** Where the record does not hold together, a write may have begun as late as its last entry. */
function latest(entries: readonly AuditEntry[]): number {
  return entries.at(-1)?.at ?? 0;
}
