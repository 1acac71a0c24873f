import { partsOf } from '../../changes/registry/kind-of.ts';
import type { AskedGroup, TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { sameName } from '../../shared/name-keys.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { hasEnded } from '../record/transitions.ts';

/** How many requests are looked through, the newest. */
const REQUESTS = 200;

/**
 * The snapshot with the groups that requests ask to create, where one of these names is not listed: who names such a
 * group is told of its request, not that there is none.
 */
export async function withAsked(
  { store, tenantId, clock }: Pick<Services, 'store' | 'tenantId' | 'clock'>,
  now: TenantSnapshot,
  names: readonly string[],
): Promise<TenantSnapshot> {
  const { groups = [] } = now;
  if (names.every((name) => groups.some((group) => sameName(group.name, name)))) return now;
  const requests = await store.requests(tenantId, { open: false, limit: REQUESTS }, () => {});
  const asked = requests.flatMap((request) => askedBy(request, clock.now()));
  return asked.length > 0 ? { ...now, asked } : now;
}

function askedBy(request: Request, now: number): readonly AskedGroup[] {
  const { change, state, number, outcome, closing } = request;
  const made = partsOf(change).flatMap((part) => (part.kind === 'device-group.create' ? [part.definition.name] : []));
  if (made.length === 0) return [];
  const isWatched = ((outcome ?? closing)?.watchedUntil ?? 0) > now;
  if (hasEnded(state) && !(isWatched && state !== 'applied')) return [];
  const isApplied = isWatched || state === 'applying' || state === 'unknown';
  return made.map((name) => ({ name, request: number, isApplied }));
}
