import { ACTS, type ActName } from '../../../changes/supported/actions/response-acts.ts';
import type { ActionRecord, TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import type { StoredItem } from '../../ports/item-store.ts';
import type { Services } from '../../ports/services.ts';
import type { Request } from '../../record/request.ts';
import { markOf } from '../../rules/setting-owner.ts';

/**
 * A reading with the orders of a request as its own, for its undoing: those that Defender took and does not list yet as
 * ones that have not ended, since how its devices stand is not known while they may still be done, and their end is no
 * change by somebody else (docs/architecture.md#supported-writes). What stands by another order is none of them.
 */
export async function withOwnOrders(
  { store }: Pick<Services, 'store'>,
  request: Request,
  now: TenantSnapshot,
): Promise<TenantSnapshot> {
  const { id, outcome } = request;
  const { actions } = now;
  const acts = actsOf(request);
  if (acts.length === 0 || !actions) return now;
  const items = await store.items(id, { state: 'done', limit: Number.MAX_SAFE_INTEGER });
  const listed = new Set(actions.found.map((one) => one.id));
  const unlisted = outcome?.followed?.isOver
    ? []
    : acts.flatMap(({ act, prefix }) =>
        items
          .filter(({ key, externalId }) => key.startsWith(prefix) && !listed.has(externalId ?? ''))
          .flatMap((item) => pending(act, prefix, item)),
      );
  const mark = markOf(request);
  const known = new Set(items.map(({ externalId }) => externalId));
  const own = actions.found.filter((one) => known.has(one.id) || one.comment.includes(mark));
  const ordered = [...own, ...unlisted].map((one) => one.id);
  return { ...now, actions: { ...actions, found: [...unlisted, ...actions.found], ordered } };
}

/** What it does on devices; of several changes each part, with what the keys of its items begin with. */
function actsOf({ change }: Pick<Request, 'change'>): readonly { readonly act: ActName; readonly prefix: string }[] {
  if (change.kind === 'response-actions') return [{ act: change.act, prefix: '' }];
  if (change.kind !== 'several') return [];
  return change.parts.flatMap((part, at) =>
    part.kind === 'response-actions' ? [{ act: part.act, prefix: `${at + 1}/` }] : [],
  );
}

function pending(act: ActName, prefix: string, { key, at, externalId }: StoredItem): readonly ActionRecord[] {
  if (externalId === null) return [];
  const own = { id: externalId, type: ACTS[act].type, deviceId: key.slice(prefix.length), status: 'InProgress' };
  return [{ ...own, createdAt: at, comment: '', requestor: null, scope: null }];
}
