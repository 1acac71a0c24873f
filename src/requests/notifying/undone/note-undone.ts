import type { Change } from '../../../changes/registry/change.ts';
import { partsOf } from '../../../changes/registry/kind-of.ts';
import { ACTS } from '../../../changes/supported/actions/response-acts.ts';
import { isSameTag } from '../../../changes/supported/tags/tag-change.ts';
import { writtenItems } from '../../drafting/written-items.ts';
import type { Services } from '../../ports/services.ts';
import { isIn, type Request, type RequestIn } from '../../record/request.ts';
import { stateTerm } from '../../record/search-terms.ts';
import { debtOf, ordersOf } from '../../record/told-by-request.ts';
import { advance } from '../../rules/advance.ts';

/** For how long back requests are looked at that one which reverts none may have undone, in ms; and how many. */
const LOOKED_BACK = 30 * 86_400_000;
const LOOKED_AT = 50;

const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Notes with each applied request that another one undid it, or a part of it, so that its card says so: the one that is
 * reverted, else those whose tags or actions on the same devices are the opposite. Of what is owed for an emergency the
 * debt tells.
 * @throws AirlockError the tenant's errors, where what became of orders is read
 */
export async function noteUndone(services: Services, undoing: RequestIn<'applied'>): Promise<void> {
  for (const undone of await undoneBy(services, undoing)) {
    const before = undone.outcome.undoneBy ?? [];
    if (debtOf(undone) !== null || before.some(({ request }) => request === undoing.number)) continue;
    const share = await shareUndone(services, undone, undoing);
    if (share === 'none') continue;
    const one = { request: undoing.number, at: undoing.outcome.at, isWhole: share === 'whole' };
    await advance(services, undone, {
      event: 'reverted',
      actor: null,
      fields: { outcome: { ...undone.outcome, undoneBy: [...before, one] } },
      facts: { undoneBy: one },
    });
  }
}

async function undoneBy(services: Services, undoing: RequestIn<'applied'>): Promise<readonly RequestIn<'applied'>[]> {
  const { store, tenantId } = services;
  if (undoing.revertOf !== null) {
    const undone = await store.requestByNumber(tenantId, undoing.revertOf);
    return undone && isIn(undone, ['applied']) ? [undone] : [];
  }
  const { kind } = undoing.change;
  if (kind !== 'device-tags' && kind !== 'response-actions') return [];
  const from = undoing.outcome.at - LOOKED_BACK;
  const query = { terms: [stateTerm('applied')], from, to: null, skip: 0, limit: LOOKED_AT, place: null };
  const found = await store.found(tenantId, query, () => undefined);
  return found.flatMap((one) => (isIn(one, ['applied']) && isOpposite(undoing, one) ? [one] : []));
}

/** Whether one leaves devices as they were before the other, which began earlier and was not undone as a whole. */
function isOpposite(undoing: Request, undone: RequestIn<'applied'>): boolean {
  if (undone.id === undoing.id || (undoing.startedAt ?? 0) < (undone.startedAt ?? 0)) return false;
  if (undone.outcome.undoneBy?.some(({ isWhole }) => isWhole)) return false;
  const [change, other] = [undoing.change, undone.change];
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

/** How much of a request another one undid, by the devices of both; of any other change, by what of it was done. */
async function shareUndone(
  services: Services,
  undone: RequestIn<'applied'>,
  undoing: RequestIn<'applied'>,
): Promise<'whole' | 'part' | 'none'> {
  const { change, outcome } = undoing;
  if (change.kind === 'device-tags' || change.kind === 'response-actions') {
    const owed = (await writtenItems(services, undone)) ?? [];
    const done = new Set(await asBefore(services, undoing, change.devices));
    const left = owed.filter((key) => !done.has(key));
    return left.length === 0 ? 'whole' : left.length < owed.length ? 'part' : 'none';
  }
  const { items } = outcome;
  if (partsOf(change).some(leavesSome)) return items?.done === 0 ? 'none' : 'part';
  if (items === undefined || items.done === items.total) return 'whole';
  return items.done === 0 ? 'none' : 'part';
}

/** Whether an undoing leaves something of what it undoes as it is. */
function leavesSome(change: Change): boolean {
  if (change.kind === 'alerts') return change.leaves !== undefined || change.stay !== undefined;
  return change.kind === 'indicators' && (change.leaves ?? change.loose) !== undefined;
}

/** The devices that are as a request asked: those that stood so before, and those on which it was done. */
async function asBefore(
  services: Services,
  request: RequestIn<'applied'>,
  devices: Devices,
): Promise<readonly string[]> {
  const items = await services.store.items(request.id, { limit: ALL });
  const sent = new Set(items.map(({ key }) => key));
  const stood = devices.map(({ id }) => id).filter((id) => !sent.has(id));
  const written = (await writtenItems(services, request)) ?? [];
  const orders = ordersOf(request);
  return orders === null || orders.done === written.length ? [...stood, ...written] : stood;
}
