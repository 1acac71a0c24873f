import { ACTS } from '../../../changes/supported/actions/response-acts.ts';
import type { ActionRecord, TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import type { Services } from '../../ports/services.ts';
import type { RequestIn } from '../../record/request.ts';

/**
 * A reading with the orders of a request that Defender took and does not list yet, as ones that have not ended: how its
 * devices stand is not known while they may still be done, and their end is no change by somebody else
 * (docs/architecture.md#supported-writes).
 */
export async function withOwnOrders(
  { store }: Pick<Services, 'store'>,
  { id, change, outcome }: RequestIn<'applied'>,
  now: TenantSnapshot,
): Promise<TenantSnapshot> {
  if (change.kind !== 'response-actions' || !now.actions || outcome.followed?.isOver) return now;
  const listed = new Set(now.actions.found.map((one) => one.id));
  const items = await store.items(id, { state: 'done', limit: Number.MAX_SAFE_INTEGER });
  const unlisted = items.flatMap(({ key, at, externalId }): ActionRecord[] => {
    if (externalId === null || listed.has(externalId)) return [];
    const { type } = ACTS[change.act];
    const own = { id: externalId, type, deviceId: key, status: 'InProgress', createdAt: at };
    return [{ ...own, comment: '', requestor: null, scope: null }];
  });
  return { ...now, actions: { ...now.actions, found: [...unlisted, ...now.actions.found] } };
}
