import type { Item, ItemCounts } from '../../../changes/change-kind.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import { ACCEPTED } from '../../ports/item-store.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { ApplyingRequest, ApprovedRequest, Request, Success } from '../../record/request.ts';
import { advance, newTask } from '../../rules/advance.ts';
import { fail, succeed } from '../../rules/end-request.ts';
import { watchAfter } from '../../rules/watching.ts';
import { followTasks } from './follow-task.ts';
import { itemsOf } from './items-of.ts';
import { apiParts } from './part-states.ts';
import { NAMED, troubleWords } from './trouble-words.ts';

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
  countPlanned(services, request);
}

/** Counts what is to be written one by one for a request, by kind of change. */
export function countPlanned({ meter }: Pick<Services, 'meter'>, { change, base, ...request }: Planned): void {
  const parts = change.kind === 'several' ? apiParts({ ...request, change, base }) : [{ part: change, base }];
  for (const { part, base: own } of parts) {
    const times = kindOf(part).items?.(part, own).length ?? 0;
    if (times > 0) meter.count('items', { kind: part.kind, outcome: 'planned' }, times);
  }
}

type Planned = Pick<ApplyingRequest, 'id' | 'number' | 'change' | 'base' | 'digest' | 'reason'>;

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
  const note = await itemsNote(services, request, counts);
  if (done > 0) {
    const tasks = followTasks(services, request, task);
    const watch = unknown > 0 ? watchAfter(services, request, task.correlation) : null;
    return succeed(services, request, { event: 'record-outcome', code: 'written', note, items, tasks, watch }, task);
  }
  if (unknown === 0) return fail(services, request, { event: 'fail', code: 'refused', note, items }, task);
  return isUnknown(services, request, { note, items }, task);
}

interface NotKnown {
  readonly note: string;
  readonly items: NonNullable<Success['items']>;
  /** Of several changes: that what is not known are orders on devices, which hold none any longer. */
  readonly areOrders?: boolean;
}

/** Nothing of it is known to be written, and some of it may be: readings tell, for as long as it may take to show. */
export async function isUnknown(
  services: Services,
  request: ApplyingRequest,
  { note, items, areOrders = false }: NotKnown,
  task: Task,
): Promise<void> {
  const now = services.clock.now();
  const { id, rev } = request;
  const { correlation } = task;
  const accepted = (await areTaken(services, id)) ? ({ accepted: true } as const) : {};
  await advance(services, request, {
    event: 'outcome-unknown',
    actor: null,
    fields: { waiting: { since: now, note, nextAt: now, ...(areOrders && { unclear: true }), ...accepted } },
    facts: { why: note, items },
    tasks: [newTask(services, 'reconcile', { key: `${id}:reconcile:${rev}`, requestId: id, dueAt: now, correlation })],
    completes: task,
  });
}

/** Whether Defender accepted all of which nothing is known. */
async function areTaken({ store }: Services, id: ApplyingRequest['id']): Promise<boolean> {
  const unknown = await store.items(id, { state: 'unknown', limit: Number.MAX_SAFE_INTEGER });
  return unknown.every(({ reason }) => reason === ACCEPTED);
}

/** "4,998 of 5,000 tagged. 2 refused: LAP-1 (it gave no reason), ..."; `devices 12` lists them all. */
export async function itemsNote(services: Services, request: Request, counts: ItemCounts): Promise<string> {
  const { id, change, number } = request;
  const items = itemsOf(request);
  const words = kindOf(change).progress?.(change, counts) ?? '';
  const refused = await services.store.items(id, { state: 'refused', limit: NAMED });
  const unknown = await services.store.items(id, { state: 'unknown', limit: NAMED });
  const told = [...refused, ...unknown].map((item) => ({ ...item, label: items.get(item.key)?.label ?? item.key }));
  return [`${words}.`, ...troubleWords(told, number, counts)].join(' ');
}
