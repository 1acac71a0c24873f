import type { Change } from '../../../changes/registry/change.ts';
import { partsOf } from '../../../changes/registry/kind-of.ts';
import { asJson, canonical } from '../../../shared/json.ts';
import type { Services } from '../../ports/services.ts';
import { isIn, type RequestIn } from '../../record/request.ts';
import { advance } from '../../rules/advance.ts';
import { undoersOf, undoneByOpposite } from './opposites.ts';
import { isDeviceKind, type Undoing, undoneOnDevices } from './undone-devices.ts';

/**
 * Notes with each applied request that another one undid it, or a part of it, so that its card says so: the one that is
 * reverted, else those whose tags or actions on the same devices are the opposite. The request itself is looked at,
 * too: what came to be known late may have been undone before.
 * @throws AirlockError the tenant's errors, where what became of orders is read
 */
export async function noteUndone(services: Services, request: RequestIn<'applied'>): Promise<RequestIn<'applied'>> {
  for (const undone of await undoneBy(services, request)) await noteOne(services, undone, [request]);
  const undoers = await undoersOf(services, request);
  return undoers.length > 0 ? noteOne(services, request, undoers) : request;
}

async function noteOne(
  services: Services,
  undone: RequestIn<'applied'>,
  undoers: readonly RequestIn<'applied'>[],
): Promise<RequestIn<'applied'>> {
  const before = undone.outcome.undoneBy ?? [];
  const now = isDeviceKind(undone.change)
    ? await undoneOnDevices(services, undone, undoers)
    : [...before, ...undoers.flatMap((one) => undoneAtOnce(before, one))];
  if (canonical(asJson(now)) === canonical(asJson(before))) return undone;
  const last = now.at(-1);
  return advance(services, undone, {
    event: 'reverted',
    actor: null,
    fields: { outcome: { ...undone.outcome, undoneBy: now } },
    facts: last ? { undoneBy: asJson(last) } : {},
  });
}

async function undoneBy(services: Services, undoing: RequestIn<'applied'>): Promise<readonly RequestIn<'applied'>[]> {
  const { store, tenantId } = services;
  if (undoing.revertOf === null) return undoneByOpposite(services, undoing);
  const undone = await store.requestByNumber(tenantId, undoing.revertOf);
  return undone && isIn(undone, ['applied']) ? [undone] : [];
}

/** Of a change that is about no devices: how much of it another one undid, by what of that was done. */
function undoneAtOnce(before: readonly Undoing[], { number, change, outcome }: RequestIn<'applied'>): Undoing[] {
  if (before.some(({ request }) => request === number)) return [];
  const { items } = outcome;
  if (items?.done === 0) return [];
  const isPart = partsOf(change).some(leavesSome) || (items !== undefined && items.done !== items.total);
  return [{ request: number, at: outcome.at, isWhole: !isPart }];
}

/** Whether an undoing leaves something of what it undoes as it is. */
function leavesSome(change: Change): boolean {
  if (change.kind === 'alerts') return change.leaves !== undefined || change.stay !== undefined;
  return change.kind === 'indicators' && (change.leaves ?? change.loose) !== undefined;
}
