import { t } from '../../shared/language/worded.ts';
import { findOther, peopleOf } from '../deciding/alone/another-person.ts';
import { writtenItems } from '../drafting/written-items.ts';
import type { NoticeData } from '../messages/answers.ts';
import { requestNotices } from '../messages/outbox-messages.ts';
import { notUndoneNotice, undoneInPartNotice, undoneNotice } from '../messages/state-catalogue/alone-words.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { type Emergency, isIn, type Request, type RequestIn } from '../record/request.ts';
import { debtOf, ordersOf } from '../record/told-by-request.ts';
import { advance, personOf } from '../rules/advance.ts';

/**
 * What was applied undid an emergency, once its orders have ended: then nobody owes anything for that one, where all of
 * it is undone, and somebody who asked for that or approved it is known to be another person than who did it. Else it
 * is owed still, and people are told what is left, or why this settles nothing.
 * @throws AirlockError directory-unavailable, and the tenant's errors
 */
export async function settleUndone(services: Services, undoing: RequestIn<'applied'>, task: Task): Promise<void> {
  const { store, tenantId } = services;
  const undone = undoing.revertOf === null ? null : await store.requestByNumber(tenantId, undoing.revertOf);
  const debt = undone && debtOf(undone);
  if (!undone || !debt || !isIn(undone, ['applied'])) return store.completeTask(task);
  if (ordersOf(undoing)?.end === 'running') return store.completeTask(task);
  const other = await findOther(services, debt, peopleOf(undoing));
  if ('why' in other) return tell(services, undone, task, () => notUndoneNotice(undone, undoing, other.why));
  const owed = debt.left?.devices ?? (await doneOn(services, undone));
  const done = new Set(await undoneOn(services, undoing));
  const devices = owed.filter(({ id }) => !done.has(id));
  if (devices.length === owed.length && devices.length > 0)
    return tell(services, undone, task, () =>
      notUndoneNotice(undone, undoing, t`Defender did that on none of its devices`),
    );
  const { by, kept } = other.acted;
  const facts = { undoneBy: undoing.number, person: personOf(by, kept && { ...kept, proof: other.proof }) };
  await settle(services, { undone, debt, by: undoing.number, devices, facts }, task);
}

interface Settling {
  readonly undone: RequestIn<'applied'>;
  readonly debt: Emergency;
  /** The number of the request that undid it. */
  readonly by: number;
  readonly devices: NonNullable<Emergency['left']>['devices'];
  readonly facts: NonNullable<Parameters<typeof advance>[2]['facts']>;
}

async function settle(services: Services, { undone, debt, by, devices, facts }: Settling, task: Task): Promise<void> {
  const at = services.clock.now();
  const { left: _, ...whole } = debt;
  const left = { request: by, at, devices };
  const isWhole = devices.length === 0;
  const alone = isWhole ? { ...whole, settled: { how: 'undone', at, request: by } as const } : { ...debt, left };
  const words = () => (isWhole ? undoneNotice(undone, by) : undoneInPartNotice({ ...undone, alone }, left));
  await advance(services, undone, {
    event: isWhole ? 'undone' : 'undone-in-part',
    actor: null,
    fields: { alone },
    facts: isWhole ? facts : { ...facts, left: devices.length },
    messages: await notices(services, undone, task, words),
    completes: task,
  });
}

/** On which devices it may have been done: ordered, and not known to have ended otherwise than asked. */
async function doneOn(services: Services, request: Request): Promise<NonNullable<Emergency['left']>['devices']> {
  if (request.change.kind !== 'response-actions') return [];
  const unclear = await services.store.items(request.id, { state: 'unknown', limit: Number.MAX_SAFE_INTEGER });
  const keys = new Set([...((await writtenItems(services, request)) ?? []), ...unclear.map(({ key }) => key)]);
  return request.change.devices.filter(({ id }) => keys.has(id)).map(({ id, name }) => ({ id, name }));
}

/** On which devices it is as a request asked: those that stood so before, and those where its order ended so. */
async function undoneOn(services: Services, request: RequestIn<'applied'>): Promise<readonly string[]> {
  if (request.change.kind !== 'response-actions') return [];
  const items = await services.store.items(request.id, { limit: Number.MAX_SAFE_INTEGER });
  const ordered = new Set(items.map(({ key }) => key));
  const stood = request.change.devices.map(({ id }) => id).filter((id) => !ordered.has(id));
  const written = (await writtenItems(services, request)) ?? [];
  const orders = ordersOf(request);
  return orders === null || orders.done === written.length ? [...stood, ...written] : stood;
}

async function tell(services: Services, request: Request, task: Task, words: () => NoticeData): Promise<void> {
  const messages = await notices(services, request, task, words);
  await services.store.send({ messages, tasks: [], completes: task });
}

function notices(services: Services, request: Request, task: Task, words: () => NoticeData) {
  return requestNotices(services, request, `${request.id}:${task.key}`, words);
}
