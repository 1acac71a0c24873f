import type { Item, ItemCounts } from '../../../changes/change-kind.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import type { StoredItem } from '../../ports/item-store.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { ApplyingRequest, ApprovedRequest } from '../../record/request.ts';
import { advance, newTask } from '../../rules/advance.ts';
import { fail, succeed } from '../../rules/end-request.ts';
import { FOLLOW_PAUSES } from './follow.ts';
import { itemsOf } from './items-of.ts';

/** Stores that the writing of these items begins; a task of its own sends them, slice by slice. */
export async function startItems(
  services: Services,
  request: ApprovedRequest,
  items: readonly Item[],
  task: Task,
): Promise<void> {
  const { id, rev } = request;
  const { correlation } = task;
  await advance(services, request, {
    event: 'start',
    actor: null,
    fields: { startedAt: services.clock.now() },
    facts: { items: items.length },
    items,
    tasks: [newTask(services, 'items', { key: `${id}:items:${rev}`, requestId: id, correlation })],
    completes: task,
  });
}

/** How many items a note names. */
const NAMED = 5;

/**
 * Ends a request of which every item has ended. It is applied where any item is; it failed where Defender refused all
 * of them. Where none is known to be written, and some may be, only reading can tell.
 */
export async function endItems(
  services: Services,
  request: ApplyingRequest,
  counts: ItemCounts,
  task: Task,
): Promise<void> {
  const { total, done, refused, unknown } = counts;
  const items = { total, done, refused, unknown };
  const note = await noteOf(services, request, counts);
  if (done > 0) {
    const tasks = [followTask(services, request, task)];
    return succeed(services, request, { event: 'record-outcome', code: 'written', note, items, tasks }, task);
  }
  if (unknown === 0) return fail(services, request, { event: 'fail', code: 'refused', note, items }, task);
  const now = services.clock.now();
  const { id, rev } = request;
  const { correlation } = task;
  await advance(services, request, {
    event: 'outcome-unknown',
    actor: null,
    fields: { waiting: { since: now, note, nextAt: now } },
    facts: { why: note, items },
    tasks: [newTask(services, 'reconcile', { key: `${id}:reconcile:${rev}`, requestId: id, dueAt: now, correlation })],
    completes: task,
  });
}

function followTask(services: Services, { id }: ApplyingRequest, { correlation }: Task) {
  const dueAt = services.clock.now() + FOLLOW_PAUSES(0);
  return newTask(services, 'follow', { key: `${id}:follow`, requestId: id, dueAt, correlation });
}

/** "4,998 of 5,000 tagged. 2 refused: LAP-1 (it gave no reason), ..."; `devices 12` lists them all. */
async function noteOf(services: Services, request: ApplyingRequest, counts: ItemCounts): Promise<string> {
  const { id, change, number } = request;
  const items = itemsOf(request);
  const words = kindOf(change).progress?.(change, counts) ?? '';
  const refused = await services.store.items(id, { state: 'refused', limit: NAMED });
  const unknown = await services.store.items(id, { state: 'unknown', limit: NAMED });
  const told = (stored: readonly StoredItem[]) =>
    stored.map(({ key, reason }) => ({ label: items.get(key)?.label ?? key, reason }));
  return [
    `${words}.`,
    ...(counts.refused > 0 ? [`${counts.refused} refused: ${named(told(refused), counts.refused, number)}`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} not known: ${named(told(unknown), counts.unknown, number)}`] : []),
  ].join(' ');
}

function named(items: readonly Pick<StoredItem, 'label' | 'reason'>[], of: number, number: number): string {
  const told = items.map(({ label, reason }) => (reason === null ? label : `${label} (${reason})`)).join(', ');
  return of > items.length ? `${told}, and ${of - items.length} more ("devices ${number}").` : `${told}.`;
}
