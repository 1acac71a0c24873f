import type { Scope, TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import type { Freshness } from '../tenant.ts';
import { groupsOf } from './groups-of.ts';
import type { GuidedOptions } from './guided-options.ts';

/** No supported API tells them (facts/defender.md A.4). */
const FEATURES = { 'automated-investigation': 'unread', 'auto-resolve-alerts': 'unread' } as const;

/**
 * One reading of the named parts. The product is not known, and who holds a Defender role is left out: neither can be read. Devices are
 * read for the groups only where Graph names none, since that takes up to 50 calls.
 */
export async function readSnapshot(
  options: GuidedOptions,
  scopes: readonly Scope[],
  freshness: Freshness = 'now',
): Promise<TenantSnapshot> {
  const readAt = options.clock.now();
  const named = scopes.includes('groups') ? await options.scopes() : null;
  const wantsFleet = scopes.includes('devices') || named?.length === 0;
  const fleet = wantsFleet ? await options.fleet(freshness) : null;
  return {
    tenantId: options.tenantId,
    readAt: named?.length === 0 && fleet ? Math.min(readAt, fleet.readAt) : readAt,
    product: 'unknown',
    ...(scopes.includes('features') && { features: FEATURES }),
    ...(named && { groups: groupsOf(named, fleet) }),
    ...(scopes.includes('devices') && fleet && { devices: fleet.devices, devicesAt: fleet.readAt }),
  };
}
