import { partsOf } from '../../changes/registry/kind-of.ts';
import { ACTS } from '../../changes/supported/actions/response-acts.ts';
import { ACCEPTED, type StoredItem } from '../ports/item-store.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { stateTerm } from '../record/search-terms.ts';
import { isOrders } from '../record/told-by-request.ts';

/** An order of Airlock's own on a device of which nobody knows whether Defender took it. */
export interface UnclearOrder {
  readonly number: number;
  /** By Defender's name: `Isolate`. */
  readonly type: string;
  readonly device: { readonly id: string; readonly name: string };
  /** Milliseconds since 1970, when it was sent, or counted as not known. */
  readonly at: number;
}

/** How many requests of each state are looked at, the latest. */
const LOOKED_AT = 50;

const STATES = ['applying', 'unknown', 'failed', 'applied'] as const;

type Asking = Pick<Services, 'store' | 'tenantId' | 'clock'>;

/** The orders that got no clear answer and that no reading has shown so far, as long as Airlock looks for them. */
export async function unclearOrders(services: Asking): Promise<readonly UnclearOrder[]> {
  const { store, tenantId } = services;
  const found = await Promise.all(
    STATES.map((state) => {
      const query = { terms: [stateTerm(state)], from: null, to: null, skip: 0, limit: LOOKED_AT, place: null };
      return store.found(tenantId, query, () => undefined);
    }),
  );
  const once = new Map(found.flat().map((request) => [request.id, request]));
  const unclear = [...once.values()].filter((request) => isUnclear(request, services.clock.now()));
  return (await Promise.all(unclear.map((request) => ordersIn(store, request)))).flat();
}

/** Whether Defender gave no clear answer to some order of it, and that is looked for. */
function isUnclear({ change, state, waiting, outcome }: Request, now: number): boolean {
  if (!partsOf(change).some(isOrders)) return false;
  if (state === 'applying') return waiting?.unclear === true;
  if (state === 'unknown') return true;
  return (outcome?.items?.unknown ?? 0) > 0 && now < (outcome?.watchedUntil ?? 0);
}

async function ordersIn({ items }: Services['store'], request: Request): Promise<readonly UnclearOrder[]> {
  const { id, number, change, state } = request;
  const open = state === 'applying' ? await items(id, { state: 'started', limit: Number.MAX_SAFE_INTEGER }) : [];
  const unknown = await items(id, { state: 'unknown', limit: Number.MAX_SAFE_INTEGER });
  const unclear = new Map(
    [...open.filter(({ reason }) => reason !== ACCEPTED), ...unknown].map((item) => [item.key, item]),
  );
  return partsOf(change).flatMap((part, at) => {
    if (part.kind !== 'response-actions' && part.kind !== 'antivirus-scan') return [];
    const type = part.kind === 'antivirus-scan' ? 'RunAntiVirusScan' : ACTS[part.act].type;
    const prefix = change.kind === 'several' ? `${at + 1}/` : '';
    return part.devices.flatMap((device) => orderOf(unclear.get(`${prefix}${device.id}`), { number, type, device }));
  });
}

function orderOf(item: StoredItem | undefined, order: Omit<UnclearOrder, 'at'>): readonly UnclearOrder[] {
  const { id, name } = order.device;
  return item ? [{ ...order, device: { id, name }, at: item.at }] : [];
}
