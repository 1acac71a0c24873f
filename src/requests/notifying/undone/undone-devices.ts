import type { Change } from '../../../changes/registry/change.ts';
import { writtenItems } from '../../drafting/written-items.ts';
import type { Services } from '../../ports/services.ts';
import { isIn, type Request, type RequestIn } from '../../record/request.ts';
import { ordersOf } from '../../record/told-by-request.ts';
import { ifRecorded } from '../../rules/load.ts';

const ALL = Number.MAX_SAFE_INTEGER;

/** How many devices that are left are named. */
const NAMED = 3;

/** That a later request undid one, or a part of it, as the request keeps it. */
export type Undoing = NonNullable<RequestIn<'applied'>['outcome']['undoneBy']>[number];

type DeviceChange = Extract<Change, { kind: 'device-tags' | 'response-actions' }>;

export function isDeviceKind(change: Change): change is DeviceChange {
  return change.kind === 'device-tags' || change.kind === 'response-actions';
}

/**
 * How much of a request on devices those undid that are noted with it, and these: device by device, each by the first
 * that left it as it was before. One that undid nothing more of it is not told.
 * @throws AirlockError the tenant's errors, where what became of orders is read
 */
export async function undoneOnDevices(
  services: Services,
  undone: RequestIn<'applied'>,
  undoers: readonly RequestIn<'applied'>[],
): Promise<readonly Undoing[]> {
  const { store, tenantId } = services;
  const before = undone.outcome.undoneBy ?? [];
  const noted = await Promise.all(before.map(({ request }) => store.requestByNumber(tenantId, request)));
  const recorded = await Promise.all(noted.map((one) => ifRecorded(services, one)));
  const all = [...recorded.flatMap((one) => (one && isIn(one, ['applied']) ? [one] : [])), ...undoers];
  const [first, ...others] = all.filter(({ number }, at) => all.findIndex((one) => one.number === number) === at);
  const told: Undoing[] = [];
  let left = await mayBeDone(services, undone);
  for (const undoing of first ? [first, ...others] : []) {
    const rest = await leftBy(services, undoing, left);
    if (rest.length === left.length) continue;
    left = rest;
    const at = before.find(({ request }) => request === undoing.number)?.at ?? undoing.outcome.at;
    const named = left.length > 0 ? { left: leftOf(undone, left) } : {};
    told.push({ request: undoing.number, at, isWhole: left.length === 0, ...named });
  }
  return told;
}

function leftOf({ change }: Request, left: readonly MaybeDone[]): NonNullable<Undoing['left']> {
  const ids = new Set(left.map(({ key }) => key));
  const devices = isDeviceKind(change) ? change.devices.filter(({ id }) => ids.has(id)) : [];
  return { count: left.length, names: devices.slice(0, NAMED).map(({ name }) => name) };
}

/** A device on which a request was done, or may have been. */
export interface MaybeDone {
  /** Its id. */
  readonly key: string;
  /** Since when it is known that it was done, in ms since 1970; infinite while it is not. */
  readonly knownAt: number;
}

/**
 * The devices on which a request was done, or may have been: one of unknown outcome may be done any moment.
 * @throws AirlockError the tenant's errors, where what became of orders is read
 */
export async function mayBeDone(services: Services, request: RequestIn<'applied'>): Promise<readonly MaybeDone[]> {
  const items = await services.store.items(request.id, { limit: ALL });
  const written = new Set(await writtenItems(services, request));
  return items.flatMap(({ key, state, at }) => {
    if (state === 'unknown') return [{ key, knownAt: Number.POSITIVE_INFINITY }];
    return written.has(key) ? [{ key, knownAt: at }] : [];
  });
}

/**
 * Which of these devices another request left as they are: it did it on the others, or they stood as it asked before it
 * began. That one stood so says nothing where it was not known by then that it had been changed.
 * @throws AirlockError the tenant's errors, where what became of orders is read
 */
export async function leftBy(
  services: Services,
  undoing: RequestIn<'applied'>,
  devices: readonly MaybeDone[],
): Promise<readonly MaybeDone[]> {
  const { change, id, startedAt, outcome } = undoing;
  if (!isDeviceKind(change)) return devices;
  const sent = new Set((await services.store.items(id, { limit: ALL })).map(({ key }) => key));
  const stood = new Set(change.devices.map((device) => device.id).filter((device) => !sent.has(device)));
  const written = new Set(await writtenItems(services, undoing));
  const orders = ordersOf(undoing);
  const isDone = orders === null || orders.done === written.size;
  const began = startedAt ?? outcome.at;
  return devices.filter(({ key, knownAt }) => !(isDone && written.has(key)) && !(stood.has(key) && knownAt <= began));
}
