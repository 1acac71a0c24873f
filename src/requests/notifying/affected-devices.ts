import type { Item } from '../../changes/change-kind.ts';
import { type AffectedDevice, type GroupRef, type ShownDevice, STATE_WORDS } from '../../changes/device-effects.ts';
import { shownName } from '../../changes/device-group/words/names.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import { say, t } from '../../shared/language/worded.ts';
import type { DevicesData, ListOf } from '../messages/devices-data.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { orderState } from '../record/told-by-request.ts';

/** Devices on one page of a card. */
const PAGE = 10;

export interface AffectedPage {
  /** From 0; the last page where a later one was asked for. */
  readonly page: number;
  readonly pages: number;
  readonly rows: readonly ShownDevice[];
  /** How many devices are affected in all. */
  readonly total: number;
}

/** A page of the devices that the request's change would touch, as they were when the draft was made. */
export async function affectedPage(
  { store }: Pick<Services, 'store'>,
  request: Request,
  page: number,
): Promise<AffectedPage> {
  const total = kindOf(request.change).effects(request.change, request.base)?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const at = Math.min(Math.max(0, page), pages - 1);
  const devices = await store.affected(request.id, at * PAGE, PAGE);
  return { page: at, pages, rows: devices.map(shownDevice), total };
}

function shownDevice({ name, from, to, toUnknown, effect, state }: AffectedDevice): ShownDevice {
  return {
    ...{ name, from: calledOrNone(from), to: calledOrNone(to), effect },
    ...(toUnknown && { toUnknown }),
    ...(state !== undefined && { state: say(STATE_WORDS[state]) }),
  };
}

function calledOrNone(group: GroupRef | null): string {
  return group === null ? t`no group` : shownName(group.name);
}

/**
 * A page of the devices that a request's change would touch, as previewed; where asked for, and once it writes one by
 * one, of that, with what came of each so far. The last one for a number past the end. Pages count from 1.
 */
export async function devicesPage(
  services: Pick<Services, 'store'>,
  request: Request,
  wanted: number,
  of: ListOf = 'moves',
): Promise<DevicesData> {
  const { id: requestId, rev, number, change, base } = request;
  const head = { requestId, rev, number, of, title: kindOf(change).title(change) };
  const items = kindOf(change).items?.(change, base);
  const { page, pages, rows, total } = await affectedPage(services, request, wanted - 1);
  if (items && (of === 'items' || request.startedAt !== null || total === 0))
    return { ...head, devices: [], ...(await itemsPage(services, request, items, wanted - 1)) };
  return { ...head, page: page + 1, pages, total, devices: rows, ...(total === 0 && noneOf(request)) };
}

/** Why no device is listed: that none moves, or that nobody knows which. */
function noneOf({ change, base, state }: Request): Pick<DevicesData, 'none'> {
  const isPast = state === 'applied';
  const effects = kindOf(change).effects(change, base);
  if (effects) return { none: [isPast ? effects.past : effects.headline, ...effects.told].join(' ') };
  return isPast ? { none: t`No device was to move or get another remediation level.` } : {};
}

/** The number of the part of several changes that an item belongs to, as its key begins. */
const PART = /^(?:part-)?(\d+)(?:\/|$)/u;

/** Nothing is stored of them until the writing begins: then they are planned. */
async function itemsPage(
  { store }: Pick<Services, 'store'>,
  request: Request,
  items: readonly Item[],
  wanted: number,
): Promise<Pick<DevicesData, 'page' | 'pages' | 'total' | 'items'>> {
  const total = items.length;
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const stored = await store.items(request.id, { skip: page * PAGE, limit: PAGE });
  const known = new Map(stored.map((item) => [item.key, item]));
  const lines = items.slice(page * PAGE, (page + 1) * PAGE).map(({ key, label }) => {
    const item = known.get(key);
    const reason = item?.reason ?? null;
    const order = item?.state === 'done' ? orderState(request, key) : null;
    const state = order ?? item?.state ?? ('planned' as const);
    const part = request.change.kind === 'several' ? PART.exec(key)?.[1] : undefined;
    const name = part === undefined ? label : `${part}: ${label}`;
    return { name, state, reason: reason === null ? null : say(reason) };
  });
  return { page: page + 1, pages, total, items: lines };
}
