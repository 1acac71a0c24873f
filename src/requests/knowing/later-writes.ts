import { partsOf } from '../../changes/registry/kind-of.ts';
import { writtenOfPart } from '../../changes/several/part-items.ts';
import { type Entry, indicatorKey } from '../../changes/supported/indicators/indicator-entry.ts';
import type { Services } from '../ports/services.ts';
import type { LaterWrites } from '../ports/tenant.ts';
import type { Request, RequestIn } from '../record/request.ts';
import { stateTerm } from '../record/search-terms.ts';

/** How many requests of a state are looked at, those that came there last. */
const LOOKED_AT = 1_000;

/** A request that is being written, or of which not all is known, has written too, as far as its items tell. */
const WROTE = ['applied', 'applying', 'unknown', 'failed'] as const;

/**
 * What Airlock's own requests wrote of indicators after this one was applied, by the key of each: the latest of them.
 * Only items that Defender took are among it.
 */
export async function laterWrites(services: Services, request: RequestIn<'applied'>): Promise<LaterWrites> {
  const { store, tenantId } = services;
  const page = { from: request.outcome.at, to: null, skip: 0, limit: LOOKED_AT, place: null };
  const each = WROTE.map((one) => store.found(tenantId, { ...page, terms: [stateTerm(one)] }, () => undefined));
  const found = (await Promise.all(each)).flat();
  const later = found.flatMap((one) => laterOf(one, request)).sort((one, other) => one.at - other.at);
  const writes = new Map<string, { readonly number: number; readonly entry: Entry }>();
  for (const { request: one } of later)
    for (const entry of await writtenIndicators(store, one))
      writes.set(indicatorKey(entry), { number: one.number, entry });
  return writes;
}

interface Later {
  readonly request: Request;
  readonly at: number;
}

function laterOf(request: Request, first: RequestIn<'applied'>): readonly Later[] {
  const at = request.outcome?.at ?? request.startedAt;
  return request.id === first.id || at === null || at < first.outcome.at ? [] : [{ request, at }];
}

/** What Defender took of the indicators that a request writes or takes away, as its change or as a part of it. */
export async function writtenIndicators(
  store: Services['store'],
  { id, change }: Pick<Request, 'id' | 'change'>,
): Promise<readonly Entry[]> {
  if (!partsOf(change).some(({ kind }) => kind === 'indicators')) return [];
  const items = await store.items(id, { state: 'done', limit: Number.MAX_SAFE_INTEGER });
  const keys = items.map(({ key }) => key);
  if (change.kind === 'indicators') return entriesOf(change.entries, keys);
  if (change.kind !== 'several') return [];
  return change.parts.flatMap((part, at) =>
    part.kind === 'indicators' ? entriesOf(part.entries, writtenOfPart({ part, number: at + 1 }, keys)) : [],
  );
}

function entriesOf(entries: readonly Entry[], keys: readonly string[]): readonly Entry[] {
  return keys.flatMap((key) => entries[Number(key)] ?? []);
}
