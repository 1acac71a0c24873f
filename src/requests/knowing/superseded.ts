import { FEATURE_NAMES } from '../../changes/features.ts';
import { featureKey, groupKey, type Source } from '../../changes/knowledge.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { asJson, type Json } from '../../shared/json.ts';
import type { Services } from '../ports/services.ts';
import type { FactChange } from '../record/fact.ts';
import { KnownFacts } from './known-facts.ts';
import { replacing } from './listed-now.ts';

/** What was read of the tenant: the switches, and the levels of its groups. */
interface Seen {
  /** Milliseconds since 1970. */
  readonly readAt: number;
  readonly features: TenantSnapshot['features'];
  readonly groups: readonly { readonly id: number; readonly ungrouped: boolean; readonly level: string }[];
}

/**
 * What is remembered otherwise than it was read since: the reading takes its place, so that another connector, which
 * cannot read it, does not go by an older word. What was not remembered, or is so still, stays as it is.
 */
export async function superseded(
  { store, tenantId, clock }: Pick<Services, 'store' | 'tenantId' | 'clock'>,
  seen: Seen,
): Promise<readonly FactChange[]> {
  const facts = (await Promise.all([store.facts(tenantId, 'feature:'), store.facts(tenantId, 'group:')])).flat();
  const known = new KnownFacts(facts, clock.now());
  const source: Source = { kind: 'read', at: seen.readAt };
  return valuesOf(seen).flatMap(([key, value]) => {
    const before = known.at(key);
    if (before === null || before.source.kind === 'not-known' || before.source.at >= seen.readAt) return [];
    return before.value === value ? [] : [replacing(known, key, value, source, clock.now())];
  });
}

function valuesOf({ features = {}, groups }: Seen): readonly (readonly [string, Json])[] {
  const switches = FEATURE_NAMES.flatMap((name) => {
    const state = features[name];
    return state === 'on' || state === 'off' ? [[featureKey(name), state] as const] : [];
  });
  const levels = groups.flatMap(({ id, ungrouped, level }) =>
    level === 'unread' || level.startsWith('unknown:')
      ? []
      : [[groupKey(ungrouped ? 'ungrouped' : id, 'level'), asJson(level)] as const],
  );
  return [...switches, ...levels];
}
