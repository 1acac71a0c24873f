import type { Change } from '../../changes/registry/change.ts';
import { kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import { partKey } from '../../changes/several/part-items.ts';
import type { Part } from '../../changes/several/part-kinds.ts';
import { basedParts, type SeveralChange } from '../../changes/several/several-change.ts';
import { type ApiChange, isApiChange } from '../../changes/supported/api-kinds.ts';
import { indicatorsBase } from '../../changes/supported/indicators/indicator-entry.ts';
import { AirlockError } from '../../shared/errors.ts';
import { msg, say } from '../../shared/language/worded.ts';
import { unsettledWords } from '../messages/state-catalogue/item-rows.ts';
import type { StoredItem } from '../ports/item-store.ts';
import type { Services } from '../ports/services.ts';
import { isIn, isOutOfScope, type Request, type RequestIn } from '../record/request.ts';
import { isLeftInPart, isOrders, mayHaveOrdered, ordersOf } from '../record/told-by-request.ts';
import { writingOf } from '../rules/setting-owner.ts';

/**
 * Keys of what was really written of a request; undefined where it has no items. Of orders on devices: those that have
 * not ended otherwise than asked, since one that still runs may be done any moment.
 * @throws AirlockError the tenant's errors
 */
export async function writtenItems(services: Services, request: Request): Promise<readonly string[] | undefined> {
  const { id, change, base, outcome } = request;
  if (change.kind === 'several' && outcome?.proof?.unwritten)
    return basedParts(change, base).flatMap((based) => (isApiChange(based.part) ? [] : [partKey(based)]));
  if (!kindOf(change).items || (change.kind === 'several' && !outcome?.items)) return undefined;
  const items = await services.store.items(id, {
    state: 'done',
    limit: outcome?.items?.total ?? Number.MAX_SAFE_INTEGER,
  });
  const undone = isIn(request, ['applied']) ? await undoneItems(services, request, items) : [];
  return items.map(({ key }) => key).filter((key) => !undone.includes(key));
}

/**
 * The same, with the orders whose outcome nobody knows: what undoes them helps whatever came of them.
 * @throws AirlockError the tenant's errors
 */
export async function undoableItems(services: Services, request: Request): Promise<readonly string[] | undefined> {
  const written = await writtenItems(services, request);
  const { change, id } = request;
  if (!partsOf(change).some(isOrders) || (change.kind === 'several' && written === undefined)) return written;
  const of = (state: 'unknown' | 'started') => services.store.items(id, { state, limit: Number.MAX_SAFE_INTEGER });
  const unclear = [...(await of('unknown')), ...(await of('started'))].filter(({ key }) => isOrderOf(change, key));
  return [...(written ?? []), ...unclear.map(({ key }) => key)];
}

/** Whether an item is an order on a device: of several changes, one of a part that is. */
function isOrderOf(change: Change, key: string): boolean {
  if (change.kind !== 'several') return isOrders(change);
  return change.parts.some((part, at) => isOrders(part) && key.startsWith(`${at + 1}/`));
}

/** Orders that have ended otherwise than asked: as stored at their end, else as Defender lists them now. */
async function undoneItems(
  { supported }: Services,
  request: RequestIn<'applied'>,
  items: readonly StoredItem[],
): Promise<readonly string[]> {
  const orders = ordersOf(request);
  const { isOver = false, undone } = request.outcome.followed ?? {};
  if (orders === null || items.length === 0) return [];
  if (isOver && (undone || orders.done === items.length)) return undone ?? [];
  const { startedAt } = request;
  const since = (item: StoredItem) => ({ ...item, at: Math.min(item.at, startedAt ?? item.at) });
  return (await supported.follow(writingOf(request), items.map(since)))?.undone ?? [];
}

/**
 * What to ask for once more of a request: of orders on devices those that were not done; of what was applied in part
 * the rest; else the whole change. An order whose outcome nobody knows may have been done, so it is never given again.
 * @throws AirlockError wrong-state where nothing but such orders is left; the tenant's errors
 */
export async function leftToDo(services: Services, request: Request): Promise<Change> {
  const { id, change } = request;
  if (change.kind === 'indicators' && isOutOfScope(request.outcome))
    return { ...change, called: indicatorsBase(request.base).groups };
  if (isLeftInPart(request)) return (await restOf(services, request)) ?? change;
  if (mayHaveOrdered(request) || request.state === 'unknown') return (await restOf(services, request)) ?? mayBeDone();
  if (change.kind !== 'response-actions' && change.kind !== 'antivirus-scan') return change;
  if (ordersOf(request) === null) return change;
  const written = await writtenItems(services, request);
  const unknown = await services.store.items(id, { state: 'unknown', limit: Number.MAX_SAFE_INTEGER });
  const kept = new Set([...(written ?? []), ...unknown.map(({ key }) => key)]);
  const devices = change.devices.filter((device) => !kept.has(device.id));
  if (devices.length === 0) mayBeDone();
  return { ...change, wanted: { names: devices.map(({ name }) => name) }, devices, leftOut: 0 };
}

/**
 * Of what was applied in part: why the rest cannot be asked for now, where nobody knows whether it was written; null
 * where that is not so.
 * @param now ms since 1970
 */
export function whyNoRest({ state, change, outcome }: Request, now: number): string | null {
  const { refused = 0, unknown = 0 } = outcome?.items ?? {};
  if (state !== 'applied' || isOrders(change) || refused > 0 || unknown === 0) return null;
  return unsettledWords(now >= (outcome?.watchedUntil ?? 0));
}

/** @throws AirlockError wrong-state */
function mayBeDone(): never {
  throw new AirlockError('wrong-state', say(MAY_BE_DONE));
}

const MAY_BE_DONE = msg`It is not known whether Defender took the rest, so it is not asked for again: that could do it twice. Airlock looks again by itself; look in Defender first.`;

/**
 * What of a request was not written, as a change of its own: each item that was refused, or not reached. What
 * nobody knows the outcome of is not among it: it may have been written.
 * @returns null for nothing
 */
async function restOf({ store }: Services, request: Request): Promise<Change | null> {
  const { id, change } = request;
  const refused = await store.items(id, { state: 'refused', limit: Number.MAX_SAFE_INTEGER });
  const keys = refused.map(({ key }) => key);
  if (change.kind === 'several') return restOfParts({ ...request, change }, keys);
  return isApiChange(change) ? restOfItems(change, new Set(keys)) : null;
}

function restOfParts(
  { change, base }: Pick<Request, 'base'> & { readonly change: SeveralChange },
  keys: readonly string[],
): Change | null {
  const parts = basedParts(change, base).flatMap((based): readonly Part[] => {
    const { part } = based;
    const own = partKey(based);
    if (!isApiChange(part)) return keys.includes(own) ? [part] : [];
    const within = keys.flatMap((key) => (key.startsWith(own) ? [key.slice(own.length)] : []));
    return [restOfItems(part, new Set(within))].flatMap((rest) => rest ?? []);
  });
  const [only, ...others] = parts;
  return only === undefined || others.length > 0 ? (only ? { ...change, parts } : null) : only;
}

function restOfItems(change: ApiChange, keys: ReadonlySet<string>): ApiChange | null {
  if (keys.size === 0) return null;
  if (change.kind === 'indicators') {
    const entries = change.entries.filter((_entry, at) => keys.has(String(at)));
    return { ...change, entries };
  }
  if (change.kind === 'alerts') return { ...change, entries: change.entries.filter(({ id }) => keys.has(id)) };
  const names = change.devices.filter(({ id }) => keys.has(id)).map(({ name }) => name);
  if (change.kind === 'device-tags')
    return { ...change, wanted: { names }, devices: change.devices.filter(({ id }) => keys.has(id)) };
  return { ...change, wanted: { names }, devices: change.devices.filter(({ id }) => keys.has(id)), leftOut: 0 };
}
