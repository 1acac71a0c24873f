import { type IndicatorsChange, indicatorKey } from '../../changes/supported/indicators/indicator-entry.ts';
import type { Services } from '../ports/services.ts';
import type { LaterWrites } from '../ports/tenant.ts';
import type { Request, RequestIn } from '../record/request.ts';
import { stateTerm } from '../record/search-terms.ts';

/** How many requests are looked at, those that were applied last. */
const LOOKED_AT = 200;

/**
 * What Airlock's own requests wrote of indicators after this one was applied, by the key of each: the latest of them.
 * Only items that Defender took are among it.
 */
export async function laterWrites(services: Services, request: RequestIn<'applied'>): Promise<LaterWrites> {
  const { store, tenantId } = services;
  const applied = stateTerm('applied');
  const query = { terms: [applied], from: request.outcome.at, to: null, skip: 0, limit: LOOKED_AT, place: null };
  const found = await store.found(tenantId, query, () => undefined);
  const later = found.flatMap((one) => writesOf(one, request)).sort((one, other) => one.at - other.at);
  const writes = new Map<string, { readonly number: number; readonly entry: IndicatorsChange['entries'][number] }>();
  for (const { id, number, change } of later) {
    const items = await store.items(id, { state: 'done', limit: Number.MAX_SAFE_INTEGER });
    for (const { key } of items) {
      const entry = change.entries[Number(key)];
      if (entry) writes.set(indicatorKey(entry), { number, entry });
    }
  }
  return writes;
}

interface Written {
  readonly id: Request['id'];
  readonly number: number;
  readonly at: number;
  readonly change: IndicatorsChange;
}

function writesOf({ id, number, change, outcome }: Request, first: RequestIn<'applied'>): readonly Written[] {
  if (change.kind !== 'indicators' || id === first.id || outcome === null) return [];
  return outcome.at < first.outcome.at ? [] : [{ id, number, at: outcome.at, change }];
}
