import { ACTS } from '../../../changes/supported/actions/response-acts.ts';
import { t } from '../../../shared/language/worded.ts';
import { findOther, peopleOf } from '../../deciding/alone/another-person.ts';
import { openDebts } from '../../deciding/alone/going-alone.ts';
import { writtenItems } from '../../drafting/written-items.ts';
import type { NoticeData } from '../../messages/answers.ts';
import { requestNotices } from '../../messages/outbox-messages.ts';
import { notUndoneNotice, undoneInPartNotice, undoneNotice } from '../../messages/state-catalogue/alone-words.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import { type Emergency, isIn, type Request, type RequestIn } from '../../record/request.ts';
import { debtOf, ordersOf } from '../../record/told-by-request.ts';
import { advance, personOf } from '../../rules/advance.ts';
import { noteUndone } from './note-undone.ts';

/**
 * What was applied may have undone emergencies, once its orders have ended: the one that it reverts, or any whose
 * devices it released, or lifted the restriction of. Nobody owes anything for one any more where all of it is undone,
 * and somebody who asked for that or approved it is known to be another person than who did it. Else it is owed still,
 * and people are told what is left, or why this settles nothing.
 * @throws AirlockError directory-unavailable, and the tenant's errors
 */
export async function settleUndone(services: Services, undoing: RequestIn<'applied'>, task: Task): Promise<void> {
  const { store } = services;
  if (ordersOf(undoing)?.end === 'running') return store.completeTask(task);
  await noteUndone(services, undoing);
  const debts = await undoneBy(services, undoing);
  for (const [at, owing] of debts.entries())
    await settleOne(services, { undoing, ...owing }, task, at === debts.length - 1 ? task : null);
  if (debts.length === 0) await store.completeTask(task);
}

interface Owing {
  readonly undone: RequestIn<'applied'>;
  readonly debt: Emergency;
}

/** The open debts that a request may settle: of what it reverts, else of what it is the opposite of. */
async function undoneBy(services: Services, undoing: RequestIn<'applied'>): Promise<readonly Owing[]> {
  const { store, tenantId } = services;
  if (undoing.revertOf !== null) {
    const undone = await store.requestByNumber(tenantId, undoing.revertOf);
    const debt = undone && debtOf(undone);
    return undone && debt && isIn(undone, ['applied']) ? [{ undone, debt }] : [];
  }
  const debts = await openDebts(services);
  return debts.flatMap(({ request: undone, debt }) =>
    isIn(undone, ['applied']) && isOpposite(undoing, undone) ? [{ undone, debt }] : [],
  );
}

/** Whether one leaves devices as they were before the other, which began earlier. */
function isOpposite(undoing: Request, { id, change, startedAt }: Request): boolean {
  const { change: other } = undoing;
  if (id === undoing.id || change.kind !== 'response-actions' || other.kind !== 'response-actions') return false;
  if ((undoing.startedAt ?? 0) < (startedAt ?? 0) || ACTS[change.act].inverse !== other.act) return false;
  const ids = new Set(other.devices.map((device) => device.id));
  return change.devices.some((device) => ids.has(device.id));
}

type Undoing = Owing & { readonly undoing: RequestIn<'applied'> };

async function settleOne(
  services: Services,
  { undoing, undone, debt }: Undoing,
  task: Task,
  completes: Task | null,
): Promise<void> {
  const tellWhy = (why: string) =>
    tell(services, undone, { task, completes }, () => notUndoneNotice(undone, undoing, why));
  const other = await findOther(services, debt, peopleOf(undoing));
  if ('why' in other) return tellWhy(other.why);
  const owed = debt.left?.devices ?? (await doneOn(services, undone));
  const done = new Set(await undoneOn(services, undoing));
  const devices = owed.filter(({ id }) => !done.has(id));
  if (devices.length === owed.length && devices.length > 0) return tellWhy(t`Defender did that on none of its devices`);
  const { by, kept } = other.acted;
  const facts = { undoneBy: undoing.number, person: personOf(by, kept && { ...kept, proof: other.proof }) };
  await settle(services, { undone, debt, by: undoing.number, devices, facts }, { task, completes });
}

/** The task that found out, and the same where this is the last thing that it has to do. */
interface Work {
  readonly task: Task;
  readonly completes: Task | null;
}

interface Settling {
  readonly undone: RequestIn<'applied'>;
  readonly debt: Emergency;
  /** The number of the request that undid it. */
  readonly by: number;
  readonly devices: NonNullable<Emergency['left']>['devices'];
  readonly facts: NonNullable<Parameters<typeof advance>[2]['facts']>;
}

async function settle(services: Services, settling: Settling, { task, completes }: Work): Promise<void> {
  const { undone, debt, by, devices, facts } = settling;
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
    completes,
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

async function tell(
  services: Services,
  request: Request,
  { task, completes }: Work,
  words: () => NoticeData,
): Promise<void> {
  const messages = await notices(services, request, task, words);
  await services.store.send({ messages, tasks: [], ...(completes && { completes }) });
}

function notices(services: Services, request: Request, task: Task, words: () => NoticeData) {
  return requestNotices(services, request, `${request.id}:${task.key}`, words);
}
