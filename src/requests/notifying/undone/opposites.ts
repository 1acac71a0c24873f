import type { Change } from '../../../changes/registry/change.ts';
import { ACTS } from '../../../changes/supported/actions/response-acts.ts';
import { isSameTag } from '../../../changes/supported/tags/tag-change.ts';
import type { Services } from '../../ports/services.ts';
import { isIn, type Request, type RequestIn } from '../../record/request.ts';
import { stateTerm } from '../../record/search-terms.ts';
import { debtOf, holdsNoMore, mayRevert, ordersOf } from '../../record/told-by-request.ts';
import { isDeviceKind } from './undone-devices.ts';

/** For how long back requests are looked at that one which reverts none may have undone, in ms; and how many. */
const LOOKED_BACK = 30 * 86_400_000;
const LOOKED_AT = 50;

/** The applied requests that one undid which reverts none of them: they were not undone as a whole before. */
export async function undoneByOpposite(
  services: Services,
  undoing: RequestIn<'applied'>,
): Promise<readonly RequestIn<'applied'>[]> {
  const found = await applied(services, undoing, undoing.outcome.at - LOOKED_BACK);
  return found.filter((one) => !isWhollyUndone(one) && isOpposite(undoing, one));
}

/** The requests whose orders have ended and that undid this one, the first first: it may be known later than they. */
export async function undoersOf(
  services: Services,
  request: RequestIn<'applied'>,
): Promise<readonly RequestIn<'applied'>[]> {
  const found = await applied(services, request, request.startedAt ?? request.outcome.at);
  return found
    .filter((one) => isOpposite(one, request) && ordersOf(one)?.end !== 'running')
    .sort((one, other) => (one.startedAt ?? 0) - (other.startedAt ?? 0));
}

async function applied(
  { store, tenantId }: Services,
  { change }: Request,
  from: number,
): Promise<readonly RequestIn<'applied'>[]> {
  if (!isDeviceKind(change)) return [];
  const query = { terms: [stateTerm('applied')], from, to: null, skip: 0, limit: LOOKED_AT, place: null };
  const found = await store.found(tenantId, query, () => undefined);
  return found.flatMap((one) => (isIn(one, ['applied']) ? [one] : []));
}

/** How many open requests are looked at, the newest first. */
const OPEN = 200;

/** The open request that undoes one, or a part of it: it reverts it, or else asks for the opposite. Null for none. */
export async function openUndoing(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  request: Request,
): Promise<Request | null> {
  const isDone = request.state === 'applied' || holdsNoMore(request);
  if (!isDone || (debtOf(request) === null && !mayRevert(request))) return null;
  const open = await store.requests(tenantId, { open: true, limit: OPEN }, () => undefined);
  const reverts = open.find(({ revertOf }) => revertOf === request.number);
  return reverts ?? open.find(({ change }) => isOppositeOf(change, request.change)) ?? null;
}

function isWhollyUndone({ outcome }: RequestIn<'applied'>): boolean {
  return outcome.undoneBy?.some(({ isWhole }) => isWhole) ?? false;
}

/** Whether one leaves devices as they were before the other, which began earlier. */
export function isOpposite(undoing: Request, undone: Request): boolean {
  if (undone.id === undoing.id || (undoing.startedAt ?? 0) < (undone.startedAt ?? 0)) return false;
  return isOppositeOf(undoing.change, undone.change);
}

/** Whether one change leaves devices as they were before the other. */
function isOppositeOf(change: Change, other: Change): boolean {
  if (change.kind === 'response-actions' && other.kind === change.kind)
    return ACTS[other.act].inverse === change.act && haveCommon(change.devices, other.devices);
  if (change.kind !== 'device-tags' || other.kind !== change.kind) return false;
  const isInverse = change.action !== other.action && isSameTag(change.tag, other.tag);
  return isInverse && haveCommon(change.devices, other.devices);
}

type Devices = readonly { readonly id: string }[];

function haveCommon(some: Devices, others: Devices): boolean {
  const ids = new Set(others.map(({ id }) => id));
  return some.some(({ id }) => ids.has(id));
}
