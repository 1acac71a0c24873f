import { kindOf } from '../../changes/registry/kind-of.ts';
import { type Entry, indicatorKey } from '../../changes/supported/indicators/indicator-entry.ts';
import type { ConversationKey } from '../../shared/ids.ts';
import { utcWords } from '../../shared/language/time-words.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { stateTerm } from '../record/search-terms.ts';
import { writtenIndicators } from './later-writes.ts';

const SOON = 7 * 86_400_000;

/** How many requests are looked at, those that were applied last. */
const LOOKED_AT = 200;

/** A request whose indicators end, and a line about it. */
export interface Ending {
  readonly number: number;
  readonly text: string;
}

/**
 * Of each request whose indicators end within a week, as it wrote them: its number, title and when the first ends.
 * What a later request wrote again or took away is none of them, wherever that was asked, nor what no reading shows any
 * more.
 * @param place the shared place in which it is told: then only of what may be shown there; null for somebody's own chat
 */
export async function endingSoon(
  { store, tenantId, clock }: Pick<Services, 'store' | 'tenantId' | 'clock'>,
  place: ConversationKey | null,
): Promise<readonly Ending[]> {
  const query = { terms: [stateTerm('applied')], from: null, to: null, skip: 0, limit: LOOKED_AT };
  const foundIn = (where: typeof place) => store.found(tenantId, { ...query, place: where }, () => undefined);
  const applied = await foundIn(null);
  const shown = place === null ? applied : await foundIn(place);
  const written = await Promise.all(applied.map((request) => writtenBy(store, request)));
  const last = new Map<string, Written>();
  for (const one of written.flat().sort((some, other) => some.at - other.at || some.number - other.number))
    last.set(indicatorKey(one.entry), one);
  const now = clock.now();
  const standing = [...last.values()];
  return shown.flatMap(({ number, change, outcome }) => {
    if (outcome?.followed?.counts.stand === 0) return [];
    const ends = standing
      .flatMap((one) => (one.number === number ? (one.entry.to?.until ?? []) : []))
      .filter((until) => until > now && until <= now + SOON);
    if (ends.length === 0) return [];
    return [{ number, text: `#${number} ${kindOf(change).title(change)}: ${utcWords(Math.min(...ends))}.` }];
  });
}

interface Written {
  readonly number: number;
  readonly at: number;
  readonly entry: Entry;
}

/** What Defender took of one request. */
async function writtenBy(store: Services['store'], request: Request): Promise<readonly Written[]> {
  const { number, outcome } = request;
  if (outcome === null) return [];
  const entries = await writtenIndicators(store, request);
  return entries.map((entry) => ({ number, at: outcome.at, entry }));
}
