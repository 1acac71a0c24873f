import { listed, quoted } from '../../../changes/device-group/words/names.ts';
import type { Change } from '../../../changes/registry/change.ts';
import { kindOf, partsOf } from '../../../changes/registry/kind-of.ts';
import type { ConversationKey } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import { sameName } from '../../../shared/name-keys.ts';
import { debtsOf, type OwedBy } from '../../knowing/owed/debts.ts';
import { answerMessage } from '../../messages/outbox-messages.ts';
import type { NewOutboxMessage, Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import { fullName } from '../../record/actor-names.ts';
import type { Request } from '../../record/request.ts';
import { stateTerm } from '../../record/search-terms.ts';
import { debtOf, holdsNoMore, isOrders, mayHaveOrdered, ordersOf } from '../../record/told-by-request.ts';
import { isShownIn, placeOf } from '../../rules/shared-places.ts';

/** What was ordered before on some of the same devices: an emergency that is owed, or what has not ended. */
export interface OrderedBefore {
  readonly number: number;
  readonly title: string;
  /** A few sentences. */
  readonly text: string;
}

/** How many requests are looked at, those that were applied last. */
const LOOKED_AT = 50;

/** How many devices a sentence names. */
const NAMED = 3;

/**
 * What somebody should know who asks for an action on devices on which another request ordered one of the same family:
 * it holds no object any more once it is ordered. Null where there is none.
 * @param undoes the number of the request that it undoes, which is told on its draft
 */
export async function orderedBefore(
  services: Services,
  change: Change,
  conversation: ConversationKey,
  undoes: number | null = null,
): Promise<OrderedBefore | null> {
  if (!isActs(change)) return null;
  const { debts, untold } = await debtsOf(services);
  for (const { request: id, number, change: done } of untold)
    if (number !== undoes && done !== null && (await onBoth(services, change, { id, change: done })).length > 0)
      return { ...titled(number), text: notTold(number) };
  const [first] = (await ordersBefore(services, change, debts)).filter(({ request }) => request.number !== undoes);
  if (!first) return null;
  const { number } = first.request;
  const isShown = await isShownIn(services, first.request, await placeOf(services, conversation));
  return { ...titled(number), text: isShown ? wordsOf(first) : elsewhere(number) };
}

/** The same as a message beside the draft. */
export async function orderedBeforeMessages(
  services: Services,
  conversation: ConversationKey,
  change: Change,
  task: Pick<Task, 'key'>,
  undoes: number | null = null,
): Promise<readonly NewOutboxMessage[]> {
  const before = await orderedBefore(services, change, conversation, undoes);
  if (before === null) return [];
  const { title, text, number } = before;
  const data = { tone: 'warning', title, text, suggestions: [`show ${number}`] } as const;
  const to = { tenantId: services.tenantId, conversation, now: services.clock.now() };
  return [answerMessage(to, `${task.key}:ordered-before`, { view: 'notice', data })];
}

type Acts = Extract<Change, { kind: 'response-actions' | 'antivirus-scan' }>;

function isActs(change: Change): change is Acts {
  return change.kind === 'response-actions' || change.kind === 'antivirus-scan';
}

/** A request that ordered something of the same family, and the names of the devices that both are about. */
interface Before {
  readonly request: Request;
  readonly names: readonly string[];
}

/** Emergencies that are owed first: they ask for something of whoever comes next. */
async function ordersBefore(services: Services, change: Acts, debts: readonly OwedBy[]): Promise<readonly Before[]> {
  const owed = debts.map(({ request }) => request);
  const found = async (state: 'applied' | 'unknown' | 'failed') => {
    const query = { terms: [stateTerm(state)], from: null, to: null, skip: 0, limit: LOOKED_AT, place: null };
    return services.store.found(services.tenantId, query, () => undefined);
  };
  const applied = (await found('applied')).filter((one) => isRunning(one));
  const unknown = [...(await found('unknown')).filter(holdsNoMore), ...(await found('failed')).filter(mayHaveOrdered)];
  const all = [...owed, ...applied, ...unknown];
  const before = await Promise.all(
    all.map(async (request) => ({ request, names: await onBoth(services, change, request) })),
  );
  return before.filter(({ names }) => names.length > 0);
}

/** Whether orders of it may still end; of several changes, those of any part. */
function isRunning(request: Request): boolean {
  const { change, outcome } = request;
  if (change.kind !== 'several') return ordersOf(request)?.end === 'running';
  return change.parts.some(isOrders) && !outcome?.followed?.isOver;
}

/** The names of the devices that both are about, where both do the same kind of thing to them. */
async function onBoth(
  { store }: Services,
  change: Acts,
  { id, change: other, outcome }: Pick<Request, 'id' | 'change'> & Partial<Pick<Request, 'outcome'>>,
): Promise<readonly string[]> {
  const parts = partsOf(other).flatMap((part, at) =>
    isActs(part) && familyOf(part) === familyOf(change)
      ? [{ part, prefix: other.kind === 'several' ? `${at + 1}/` : '' }]
      : [],
  );
  const { devices, wanted } = change;
  const names = 'names' in wanted ? wanted.names : [];
  const isMeant = ({ id, name }: Acts['devices'][number]) =>
    devices.length > 0 ? devices.some((one) => one.id === id) : names.some((typed) => isCalled(name, typed));
  const both = parts.flatMap(({ part, prefix }) =>
    part.devices.filter(isMeant).map((device) => ({ name: device.name, key: `${prefix}${device.id}` })),
  );
  if (both.length === 0) return [];
  const limit = Number.MAX_SAFE_INTEGER;
  const keysOf = async (state: 'done' | 'unknown' | 'refused') =>
    (await store.items(id, { state, limit })).map(({ key }) => key);
  // What was refused, or stands behind a part that did not fit, was never ordered.
  const isNotShown = mayHaveOrdered({ change: other, outcome: outcome ?? null });
  const isListed = other.kind === 'several' || isNotShown;
  const keys = new Set(isListed ? [...(await keysOf('done')), ...(await keysOf('unknown'))] : await keysOf('refused'));
  return both.filter(({ key }) => keys.has(key) === isListed).map(({ name }) => name);
}

/** By its host or by its whole DNS name. */
function isCalled(name: string, typed: string): boolean {
  return sameName(name, typed) || sameName(name.split('.')[0] ?? '', typed);
}

/** As the objects of the change name it. */
function familyOf(change: Acts): string {
  if (change.kind === 'antivirus-scan') return change.kind;
  return change.act === 'restrict' || change.act === 'lift' ? 'restriction' : 'isolation';
}

function wordsOf({ request: first, names }: Before): string {
  const { number, requester, change } = first;
  const what = kindOf(change).title(change);
  const more = names.length - NAMED;
  const on = [...names.slice(0, NAMED).map(quoted), ...(more > 0 ? [t`${more} more`] : [])];
  const end = endOf(first);
  if (debtOf(first) === null)
    return t`${fullName(requester)} asked for #${number}, ${what}, on ${listed(on)}, too. ${end}`;
  const owes = t`Another admin has to approve or undo it, on its card.`;
  return t`${fullName(requester)} did #${number}, ${what}, as an emergency on ${listed(on)}. ${end} ${owes}`;
}

function endOf(first: Request): string {
  if (first.state === 'unknown' || first.state === 'failed') return t`It is not known whether Defender took the order.`;
  return isRunning(first) ? t`Defender took the order and has not ended it yet.` : t`It has ended.`;
}

function titled(number: number): Pick<OrderedBefore, 'number' | 'title'> {
  return { number, title: t`#${number} is about the same devices` };
}

function notTold(number: number): string {
  return t`#${number} was done at once as an emergency on some of these devices, and somebody changed #${number} in the database, so nobody can tell whether it is owed still. Look in Defender first.`;
}

function elsewhere(number: number): string {
  return t`#${number}, asked for elsewhere, was ordered on some of these devices.`;
}
