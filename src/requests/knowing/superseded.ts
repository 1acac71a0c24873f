import { FEATURE_NAMES } from '../../changes/features.ts';
import { featureKey, type Source } from '../../changes/knowledge/knowledge.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import type { Services } from '../ports/services.ts';
import type { FactChange } from '../record/fact.ts';
import { KnownFacts } from './known-facts.ts';
import { listedNow, replacing } from './listed-now.ts';
import { type Instead, otherwiseRead, type SeenGroup } from './superseded-groups.ts';

/** What was read of the tenant: its switches, and its groups in rank order. */
interface Seen {
  /** Milliseconds since 1970. */
  readonly readAt: number;
  readonly features: TenantSnapshot['features'];
  readonly groups: readonly SeenGroup[];
}

/**
 * What is remembered otherwise than it was read since: the reading takes its place, so that another connector, which
 * cannot read it, does not go by an older word. Of a group that is gone, or whose rule cannot be read, nothing is known
 * any more. What was not remembered, or is so still, stays as it is.
 */
export async function superseded(
  { store, tenantId, clock }: Pick<Services, 'store' | 'tenantId' | 'clock'>,
  seen: Seen,
): Promise<readonly FactChange[]> {
  const facts = (await Promise.all([store.facts(tenantId, 'feature:'), store.facts(tenantId, 'group:')])).flat();
  const known = new KnownFacts(facts, clock.now());
  const listed = seen.groups.filter(({ settings }) => settings !== undefined);
  const moved = listedNow(listed, known, clock.now());
  const now = new KnownFacts(withChanges(facts, moved), clock.now());
  const instead = [...featuresOf(seen, now), ...otherwiseRead(seen.groups, now, seen.readAt)].flatMap((one) =>
    changeOf(one, { before: known, now }, seen.readAt, clock.now()),
  );
  const keys = new Set(instead.map(({ fact }) => fact.key));
  return [...moved.filter(({ fact }) => !keys.has(fact.key)), ...instead];
}

function withChanges<F extends { readonly key: string }>(
  facts: readonly F[],
  changes: readonly { readonly fact: Omit<F, 'never'> }[],
): readonly F[] {
  const changed = new Map(changes.map(({ fact }) => [fact.key, fact as F]));
  return [...facts.filter(({ key }) => !changed.has(key)), ...changed.values()];
}

function changeOf(
  { key, value, forget }: Instead,
  { before, now }: { readonly before: KnownFacts; readonly now: KnownFacts },
  readAt: number,
  at: number,
): readonly FactChange[] {
  const known = now.at(key)?.source;
  if (known === undefined || known.kind === 'not-known' || known.at >= readAt) return [];
  const source: Source = forget ? { kind: 'not-known', at: readAt } : { kind: 'read', at: readAt };
  return [replacing(before, key, value, source, at)];
}

function featuresOf({ features = {} }: Seen, known: KnownFacts): readonly Instead[] {
  return FEATURE_NAMES.flatMap((name) => {
    const [key, state] = [featureKey(name), features[name]];
    const isOther = (state === 'on' || state === 'off') && known.at(key)?.value !== state;
    return isOther ? [{ key, value: state }] : [];
  });
}
