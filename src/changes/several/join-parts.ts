import type { Part, SupportedScope, TagOrigins, TenantSnapshot } from '../tenant-snapshot.ts';

type SupportedParts = Pick<TenantSnapshot, SupportedScope | 'indicatorTotal'>;

/** What readings for two changes show, as one. */
export function joinedReadings(
  all: SupportedParts,
  { tags, indicators, actions, alerts, indicatorTotal }: SupportedParts,
): SupportedParts {
  return {
    ...(tags && { tags: joined(all.tags, tags, ({ deviceId }) => deviceId, withOrigins) }),
    ...(indicators && { indicators: joined(all.indicators, indicators, ({ id }) => id) }),
    ...(actions && { actions: joined(all.actions, actions, ({ id }) => id) }),
    ...(alerts && { alerts: joined(all.alerts, alerts, ({ id }) => id) }),
    ...(indicatorTotal !== undefined && { indicatorTotal }),
  };
}

/** Both lists as one; what both name is there once. */
function joined<T>(
  one: Part<T> | undefined,
  other: Part<T>,
  keyOf: (of: T) => string,
  both: (one: T, other: T) => T = (_one, later) => later,
): Part<T> {
  if (one === undefined) return other;
  const found = new Map(one.found.map((each) => [keyOf(each), each]));
  for (const each of other.found) {
    const known = found.get(keyOf(each));
    found.set(keyOf(each), known === undefined ? each : both(known, each));
  }
  const lacks = [...new Set([one.lacks, other.lacks].flatMap((each) => each ?? []))].join(' ');
  return { found: [...found.values()], lacks: lacks === '' ? null : lacks };
}

/** Each reading names the tags that its change is about. */
function withOrigins(one: TagOrigins, other: TagOrigins): TagOrigins {
  return {
    deviceId: one.deviceId,
    manual: [...new Set([...one.manual, ...other.manual])],
    dynamic: [...new Set([...one.dynamic, ...other.dynamic])],
    registry: [...new Set([...one.registry, ...other.registry])],
  };
}
