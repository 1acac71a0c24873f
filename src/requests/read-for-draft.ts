import type { Change } from '../changes/change.ts';
import type { Wish } from '../changes/device-group/wish.ts';
import { MOST_LOOKED_UP } from '../changes/device-group/wishes/find-access.ts';
import type { TenantSnapshot } from '../changes/tenant-snapshot.ts';
import { draftScopes } from './draft-scopes.ts';
import type { Parts } from './parts.ts';
import { tenantOf } from './tenant-of.ts';

/**
 * The tenant as it is read to draft a change; a recent list of devices will do. Where the connector cannot read which Entra groups hold a
 * Defender role, those that are asked for are looked up in the directory.
 * @throws AirlockError the tenant's errors, directory-unavailable
 */
export async function readForDraft(
  parts: Parts,
  asked: { readonly change: Change } | { readonly wish: Wish },
): Promise<TenantSnapshot> {
  const tenant = 'wish' in asked ? parts.tenant : tenantOf(parts, asked.change);
  const now = await tenant.read(draftScopes(asked), 'recent');
  const names = 'wish' in asked && 'fields' in asked.wish ? (asked.wish.fields.access ?? []) : [];
  if (tenant.connector !== 'guided' || names.length === 0 || names.length > MOST_LOOKED_UP) return now;
  return { ...now, entraGroups: await parts.directory.findGroups(names) };
}
