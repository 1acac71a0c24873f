import type { Fault } from '../change-kind.ts';
import { kindOf } from '../kind-of.ts';
import type { TenantSnapshot } from '../tenant-snapshot.ts';
import { checkWish } from './check-wish.ts';
import type { GroupChange } from './group-change.ts';
import { groupsIn } from './groups-in.ts';
import { levelFaults } from './tenant-faults.ts';
import type { Wish } from './wish.ts';
import type { GroupSnapshot, Resolution } from './wishes/resolution.ts';
import { resolveCreate } from './wishes/resolve-create.ts';
import { resolveDelete } from './wishes/resolve-delete.ts';
import { resolveRank } from './wishes/resolve-rank.ts';
import { resolveUngrouped } from './wishes/resolve-ungrouped.ts';
import { resolveUpdate } from './wishes/resolve-update.ts';

/** The change that a wish comes to in a tenant, every fault of it at once, or why there is nothing to ask for. */
export type Resolved =
  | { readonly verdict: 'open'; readonly change: GroupChange }
  | { readonly verdict: 'invalid'; readonly faults: readonly Fault[] }
  | { readonly verdict: 'already' | 'unsupported'; readonly why: string };

/**
 * Compares a wish with a tenant. Besides the fields of `checkWish` faults stand at `access`.
 * @param now read with the scopes `groups` and `access`
 */
export function resolveWish(wish: Wish, now: TenantSnapshot): Resolved {
  const read = groupsIn(now);
  if ('why' in read) return { verdict: 'unsupported', why: read.why };
  const own = checkWish(wish);
  const { change, faults } = resolutionOf(wish, { ...now, groups: read.groups });
  const told = new Set(own.map(({ field }) => field));
  const level = change === null ? [] : levelFaults(change, now);
  const all = [...own, ...[...faults, ...level].filter(({ field }) => !told.has(field))];
  if (change === null || all.length > 0) return { verdict: 'invalid', faults: all };
  const assessment = kindOf<GroupChange>(change).assess(change, now);
  return assessment.verdict === 'open' ? { verdict: 'open', change } : assessment;
}

function resolutionOf(wish: Wish, now: GroupSnapshot): Resolution<GroupChange> {
  switch (wish.kind) {
    case 'device-group.create':
      return resolveCreate(wish, now);
    case 'device-group.update':
      return resolveUpdate(wish, now);
    case 'device-group.delete':
      return resolveDelete(wish, now);
    case 'device-group.rank':
      return resolveRank(wish, now);
    case 'ungrouped-devices':
      return resolveUngrouped(wish, now);
  }
}
