import { t } from '../../../shared/language/worded.ts';
import { findOther, peopleOf } from '../../deciding/alone/another-person.ts';
import { openDebts } from '../../knowing/owed/debts.ts';
import type { NoticeData } from '../../messages/answers.ts';
import { requestNotices } from '../../messages/outbox-messages.ts';
import { notUndoneNotice, undoneInPartNotice, undoneNotice } from '../../messages/state-catalogue/alone-words.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import { type Emergency, isIn, type Request, type RequestIn } from '../../record/request.ts';
import { debtOf, ordersOf } from '../../record/told-by-request.ts';
import { advance, personOf } from '../../rules/advance.ts';
import { noteUndone } from './note-undone.ts';
import { isOpposite, undoersOf } from './opposites.ts';
import { leftBy, type MaybeDone, mayBeDone } from './undone-devices.ts';

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
  const noted = await noteUndone(services, undoing);
  if (debtOf(noted) !== null) await settleEarlier(services, noted, task);
  const debts = await undoneBy(services, noted);
  for (const [at, owing] of debts.entries())
    await settleOne(services, { undoing: noted, ...owing }, task, at === debts.length - 1 ? task : null);
  if (debts.length === 0) await store.completeTask(task);
}

/** What is owed of a request that came to be known late may have been undone before that. */
async function settleEarlier(services: Services, request: RequestIn<'applied'>, task: Task): Promise<void> {
  for (const undoing of await undoersOf(services, request)) {
    const undone = await services.store.request(services.tenantId, request.id);
    const debt = undone && debtOf(undone);
    if (!debt || !isIn(undone, ['applied'])) return;
    const owed = await owedOf(services, { undone, debt });
    const left = await leftBy(services, undoing, owed);
    if (left.length < owed.length) await settleOne(services, { undoing, undone, debt }, task, null);
  }
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
  const owed = await owedOf(services, { undone, debt });
  const left = await leftBy(services, undoing, owed);
  if (left.length === owed.length && left.length > 0) return tellWhy(t`Defender did that on none of its devices`);
  const devices = devicesOf(undone, left);
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
async function owedOf(services: Services, { undone, debt }: Owing): Promise<readonly MaybeDone[]> {
  const all = await mayBeDone(services, undone);
  const left = debt.left && new Set(debt.left.devices.map(({ id }) => id));
  return left ? all.filter(({ key }) => left.has(key)) : all;
}

function devicesOf({ change }: Request, left: readonly MaybeDone[]): NonNullable<Emergency['left']>['devices'] {
  if (change.kind !== 'response-actions') return [];
  const ids = new Set(left.map(({ key }) => key));
  return change.devices.filter(({ id }) => ids.has(id)).map(({ id, name }) => ({ id, name }));
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
