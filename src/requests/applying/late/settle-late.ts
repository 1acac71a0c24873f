import type { Item } from '../../../changes/change-kind.ts';
import { kindOf, partsOf } from '../../../changes/registry/kind-of.ts';
import { partKey } from '../../../changes/several/part-items.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { msg } from '../../../shared/language/worded.ts';
import type { StoredItem } from '../../ports/item-store.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { ItemWriting } from '../../ports/tenant.ts';
import type { Request } from '../../record/request.ts';
import { isOrders } from '../../record/told-by-request.ts';
import { connectorFor, writingOf } from '../../rules/setting-owner.ts';
import { itemsOf } from '../items/items-of.ts';
import { apiParts, writingOfPart } from '../items/part-states.ts';

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
}

/**
 * Reads what came of items whose outcome stayed unknown; what a reading shows is done from then on. Nothing is sent.
 * @throws AirlockError rev-conflict where another instance has taken the work over; record-broken
 */
export async function settleLate(services: Services, request: Request, task: Task): Promise<LateReading> {
  const unknown = await unknownItems(services, request);
  const found = new Set<string>();
  let isRead = true;
  for (const { writing, items, prefix } of writtenIn(request)) {
    const own = unknown.filter(({ key }) => key.startsWith(prefix));
    if (own.length === 0) continue;
    const sent = own.map(({ key, label, externalId }) => {
      const within = key.slice(prefix.length);
      return { ...(items.get(within) ?? { key: within, label }), at: request.startedAt ?? 0, externalId };
    });
    const { outcomes, retryAt } = await services.supported.settleItems(writing, sent);
    isRead &&= retryAt === null;
    const done = outcomes.flatMap(({ key, state, externalId }) =>
      state === 'done' ? [{ key: `${prefix}${key}`, ...(externalId !== undefined && { externalId }) }] : [],
    );
    await areDone(services, request, task, done);
    for (const { key } of done) found.add(key);
  }
  const left = unknown.filter(({ key }) => !found.has(key));
  return { isRead, left: left.length, since: Math.max(0, ...left.map(({ at }) => at)) };
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
    await areDone(services, request, task, await unknownItems(services, request));
}

function unknownItems({ store }: Services, { id }: Request): Promise<readonly StoredItem[]> {
  return store.items(id, { state: 'unknown', limit: Number.MAX_SAFE_INTEGER });
}

type Done = Pick<StoredItem, 'key'> & { readonly externalId?: string | null };

/** What came of them is known now: the reason why it was not stands with them no more. */
async function areDone({ store, clock }: Services, { id }: Request, task: Task, done: readonly Done[]): Promise<void> {
  const at = clock.now();
  const steps = done.map(({ key, externalId }) => {
    const made = typeof externalId === 'string' ? { externalId } : {};
    return { key, from: 'unknown', to: 'done', at, reason: SHOWN_LATE, ...made } as const;
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
