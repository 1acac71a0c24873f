import { partsOf } from '../../changes/registry/kind-of.ts';
import { writtenOfPart } from '../../changes/several/part-items.ts';
import type { Entry } from '../../changes/supported/indicators/indicator-entry.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';

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
