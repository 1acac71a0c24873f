import { kindOf } from '../../../changes/registry/kind-of.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import type { Services } from '../../ports/services.ts';
import { stateTerm } from '../../record/search-terms.ts';

const SOON = 7 * 86_400_000;

/** How many requests are looked at, those that were applied last. */
const LOOKED_AT = 200;

/** Of each request whose indicators end within a week, as it wrote them: its number, title and when the first ends. */
export async function endingSoon({
  store,
  tenantId,
  clock,
}: Pick<Services, 'store' | 'tenantId' | 'clock'>): Promise<readonly string[]> {
  const query = { terms: [stateTerm('applied')], from: null, to: null, skip: 0, limit: LOOKED_AT, place: null };
  const applied = await store.found(tenantId, query, () => undefined);
  const now = clock.now();
  return applied.flatMap(({ number, change }) => {
    if (change.kind !== 'indicators') return [];
    const ends = change.entries
      .flatMap(({ to }) => to?.until ?? [])
      .filter((until) => until > now && until <= now + SOON);
    return ends.length === 0 ? [] : [`#${number} ${kindOf(change).title(change)}: ${utcWords(Math.min(...ends))}.`];
  });
}
