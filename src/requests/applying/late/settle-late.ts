import type { Item } from '../../../changes/change-kind.ts';
import { kindOf, partsOf } from '../../../changes/registry/kind-of.ts';
import { partKey } from '../../../changes/several/part-items.ts';
import { basedParts } from '../../../changes/several/several-change.ts';
import { isApiChange } from '../../../changes/supported/api-kinds.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { msg } from '../../../shared/language/worded.ts';
import { NEVER_SHOWN, type StoredItem } from '../../ports/item-store.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { ItemWriting } from '../../ports/tenant.ts';
import type { Request } from '../../record/request.ts';
import { isOrders } from '../../record/told-by-request.ts';
import { connectorFor, writingOf } from '../../rules/setting-owner.ts';
import { SHOWS_WITHIN } from '../../rules/watching.ts';
import { itemsOf } from '../items/items-of.ts';
import { apiParts, writingOfPart } from '../items/part-states.ts';
import { isAppliedByAnother } from '../same-change.ts';

/** What a supported API wrote of a request, its items, and what the stored keys of these begin with. */
interface Written {
  readonly writing: ItemWriting;
  readonly items: ReadonlyMap<string, Item>;
  readonly prefix: string;
}

/** What readings tell of items that stayed unknown. */
export interface LateReading {
  /** False where a reading failed: then it says nothing of what is still unknown. */
  readonly isRead: boolean;
  /** How many are unknown still, and since when (ms since 1970) a reading has not shown the latest of them. */
  readonly left: number;
  readonly since: number;
  /** Those among them that a reading shows not to be there, with why, where that is more than that. */
  readonly absent: readonly (StoredItem & { readonly why: string | undefined })[];
}

/**
 * Reads what came of items whose outcome stayed unknown, or that count as not written since no reading showed them;
 * what a reading shows is done from then on. Nothing is sent.
 * @throws AirlockError rev-conflict where another instance has taken the work over; record-broken
 */
export async function settleLate(services: Services, request: Request, task: Task): Promise<LateReading> {
  const late = await lateItems(services, request);
  const found = new Set<string>();
  const gone = new Map<string, string | undefined>();
  let isRead = true;
  for (const { writing, items, prefix } of writtenIn(request)) {
    const own = late.filter(({ key }) => key.startsWith(prefix));
    if (own.length === 0) continue;
    const sent = own.map(({ key, label, externalId }) => {
      const within = key.slice(prefix.length);
      return { ...(items.get(within) ?? { key: within, label }), at: request.startedAt ?? 0, externalId };
    });
    const { outcomes, retryAt, absent = [] } = await services.supported.settleItems(writing, sent);
    isRead &&= retryAt === null;
    const ended = new Map(outcomes.map((outcome) => [`${prefix}${outcome.key}`, outcome]));
    const done = own.flatMap((item) => {
      const { state, externalId } = ended.get(item.key) ?? {};
      return state === 'done' ? [{ ...item, externalId: externalId ?? item.externalId }] : [];
    });
    await areDone(services, request, task, done);
    for (const { key } of done) found.add(key);
    for (const key of absent) gone.set(`${prefix}${key}`, ended.get(`${prefix}${key}`)?.reason);
  }
  const parts = await partsRead(services, request, late);
  isRead &&= parts.isRead;
  await areDone(services, request, task, parts.done);
  for (const { key } of parts.done) found.add(key);
  const left = late.filter(({ key, state }) => state === 'unknown' && !found.has(key));
  const absent = left.filter(({ key }) => gone.has(key)).map((item) => ({ ...item, why: gone.get(item.key) }));
  const since = Math.max(0, ...left.map(({ at }) => at));
  return { isRead, left: left.length, since, absent: [...absent, ...parts.absent] };
}

interface PartsRead extends Pick<LateReading, 'isRead' | 'absent'> {
  readonly done: readonly StoredItem[];
}

/** What readings tell of the parts among these that the connector wrote, each as a whole. */
async function partsRead(services: Services, request: Request, late: readonly StoredItem[]): Promise<PartsRead> {
  const { change, base } = request;
  const done: StoredItem[] = [];
  const absent: LateReading['absent'][number][] = [];
  let isRead = true;
  for (const based of change.kind === 'several' ? basedParts(change, base) : []) {
    const item = isApiChange(based.part) ? undefined : late.find(({ key }) => key === partKey(based));
    if (!item) continue;
    const isReached = await isPartReached(services, based.part);
    isRead &&= isReached !== null;
    // It was read for as long as it may take to show before it counted as unknown.
    if (isReached === false && item.state === 'unknown')
      absent.push({ ...item, at: item.at - SHOWS_WITHIN, why: undefined });
    if (isReached && (await isAppliedByAnother(services, request)) === false) done.push(item);
  }
  return { isRead, done, absent };
}

/** Null where it could not be read by what wrote it. */
async function isPartReached(services: Services, change: Request['change']): Promise<boolean | null> {
  return connectorFor(services, change).applies === 'automatically' ? isReachedNow(services, { change }) : null;
}

/**
 * What was not known for as long as it may take to show, and a reading shows not to be there, counts as not written
 * from now on: it can be asked for again. It is still looked for.
 * @throws AirlockError rev-conflict where another instance has taken the work over; record-broken
 */
export async function endAbsent(
  { store, clock }: Services,
  { id }: Request,
  task: Task,
  { absent }: Pick<LateReading, 'absent'>,
): Promise<void> {
  const now = clock.now();
  const steps = absent
    .filter(({ at }) => now - at >= SHOWS_WITHIN)
    .map(({ key, why }) => ({ key, from: 'unknown', to: 'refused', at: now, reason: why ?? NEVER_SHOWN }) as const);
  if (steps.length > 0) await store.moveItems(id, task, steps);
}

/** Whether items of a request count as not written since no reading showed them. */
export async function areNeverShown({ store }: Pick<Services, 'store'>, { id }: Pick<Request, 'id'>): Promise<boolean> {
  return (await neverShown(store, id)).length > 0;
}

async function neverShown(store: Services['store'], id: Request['id']): Promise<readonly StoredItem[]> {
  const refused = await store.items(id, { state: 'refused', limit: Number.MAX_SAFE_INTEGER });
  return refused.filter(({ reason }) => reason === NEVER_SHOWN);
}

/**
 * Of a request that was stopped while its items were being sent, what came of these is not known from now on.
 * @throws AirlockError rev-conflict where another instance has taken the work over; record-broken
 */
export async function stopStarted({ store, clock }: Services, { id }: Request, task: Task): Promise<void> {
  const at = clock.now();
  const started = await store.items(id, { state: 'started', limit: Number.MAX_SAFE_INTEGER });
  const steps = started.map(({ key }) => ({ key, from: 'started', to: 'unknown', at }) as const);
  if (steps.length > 0) await store.moveItems(id, task, steps);
}

/** Whether the tenant is as asked, whoever made it so; null where it could not be read. */
export async function isReachedNow(services: Services, { change }: Pick<Request, 'change'>): Promise<boolean | null> {
  const rules = kindOf(change);
  const scopes = [...new Set(partsOf(change).flatMap((part) => kindOf(part).scopes))];
  try {
    return rules.reached(change, await connectorFor(services, change).read(scopes, 'now', change));
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return null;
  }
}

/**
 * Where the tenant is as asked, whoever made it so, nothing of it is unknown any more. Not for orders: a device may
 * stand as asked by another order, so that Defender took one is known by its own mark alone.
 */
export async function settleReached(services: Services, request: Request, task: Task): Promise<void> {
  if (!partsOf(request.change).some(isOrders))
    await areDone(services, request, task, await lateItems(services, request));
}

/**
 * What was sent and is not known. What counts as not written since no reading showed it is looked for, too, unless
 * another request has asked for it again and written it: then a reading would show that one's.
 */
async function lateItems(services: Services, request: Request): Promise<readonly StoredItem[]> {
  const { store } = services;
  const unknown = await store.items(request.id, { state: 'unknown', limit: Number.MAX_SAFE_INTEGER });
  const counted = await neverShown(store, request.id);
  const isOwn = counted.length > 0 && (await isAppliedByAnother(services, request)) === false;
  return isOwn ? [...unknown, ...counted] : unknown;
}

/** What came of them is known now: the reason why it was not stands with them no more. */
async function areDone(
  { store, clock }: Services,
  { id }: Request,
  task: Task,
  done: readonly StoredItem[],
): Promise<void> {
  const at = clock.now();
  const steps = done.map(({ key, state, externalId }) => {
    const made = typeof externalId === 'string' ? { externalId } : {};
    return { key, from: state, to: 'done', at, reason: SHOWN_LATE, ...made } as const;
  });
  if (steps.length > 0) await store.moveItems(id, task, steps);
}

const SHOWN_LATE = msg`a later reading shows it`;

function writtenIn(request: Request): readonly Written[] {
  const { change } = request;
  if (change.kind !== 'several') return [{ writing: writingOf(request), items: itemsOf(request), prefix: '' }];
  const several = { ...request, change };
  return apiParts(several).map((based) => ({
    writing: writingOfPart(several, based),
    items: itemsOf({ change: based.part, base: based.base }),
    prefix: partKey(based),
  }));
}
