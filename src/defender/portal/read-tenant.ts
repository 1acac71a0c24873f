import { type Device, TEXT_OPERATORS } from '../../changes/device-group.ts';
import type { Scope, TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import type { Freshness } from '../../requests/ports/tenant.ts';
import { type ErrorCode, isAirlockError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { ReadFleet } from '../public-api/fleet.ts';
import type { OperatorMemory } from './operator-numbers.ts';
import type { PortalCall } from './portal-call.ts';
import { featuresOf, productOf, readContext, readSettings } from './read-features.ts';
import { groupsOf, readAccess, readWireGroups, UNWRITABLE } from './read-groups.ts';
import type { WireReading } from './writes/write-plan.ts';

export interface ReadParts {
  readonly call: PortalCall;
  readonly tenantId: string;
  readonly clock: Clock;
  readonly fleet: ReadFleet;
  readonly operators: OperatorMemory;
}

/** With these the rest cannot be read either, or not now. */
const OF_ALL: readonly ErrorCode[] = ['tenant-signed-out', 'tenant-throttled'];

/**
 * The Entra groups with a Defender role, or why they cannot be read: Defender has no such list where roles are kept in
 * unified RBAC (docs/facts/defender.md#roles), and only a change of access needs it.
 */
async function accessOrWhy(call: PortalCall): Promise<Pick<TenantSnapshot, 'access' | 'accessUnread'>> {
  try {
    return { access: await readAccess(call) };
  } catch (error) {
    if (!isAirlockError(error) || OF_ALL.includes(error.code)) throw error;
    return { accessUnread: error.message };
  }
}

/**
 * Reads the named parts once, and gives them both as Airlock sees them and in wire form. It makes no call for device
 * groups in Defender for Business, which has none.
 */
export async function readTenant(
  parts: ReadParts,
  scopes: readonly Scope[],
  freshness: Freshness = 'now',
): Promise<{ snapshot: TenantSnapshot; wire: WireReading }> {
  const readAt = parts.clock.now();
  const context = await readContext(parts.call);
  const product = productOf(context);
  const hasGroups = product !== 'business';
  const [settings, groups, access, fleet] = await Promise.all([
    scopes.includes('features') ? readSettings(parts.call) : undefined,
    scopes.includes('groups') ? (hasGroups ? readWireGroups(parts.call) : []) : undefined,
    scopes.includes('access') ? (hasGroups ? accessOrWhy(parts.call) : { access: [] }) : {},
    scopes.includes('devices') ? parts.fleet(freshness) : undefined,
  ]);
  const operators = await parts.operators.of(groups ?? [], fleet?.devices ?? null, () => recentDevices(parts));
  const unshown = TEXT_OPERATORS.filter((one) => !operators.shown.includes(one));
  const snapshot: TenantSnapshot = {
    tenantId: parts.tenantId,
    readAt,
    product,
    ...(settings && { features: featuresOf(settings, context) }),
    ...(groups && { groups: groupsOf(groups, operators), unwritable: UNWRITABLE, unwritableOperators: unshown }),
    ...access,
    ...(fleet && { devices: fleet.devices, devicesAt: fleet.readAt }),
    ...(fleet?.lacks && { devicesLack: fleet.lacks }),
  };
  return { snapshot, wire: { ...(settings && { settings }), ...(groups && { groups, operators }) } };
}

/** Without a list of devices the numbers of operators stay assumed. That stops no reading of groups. */
async function recentDevices({ fleet }: ReadParts): Promise<readonly Device[] | null> {
  try {
    return (await fleet('recent')).devices;
  } catch (error) {
    if (isAirlockError(error)) return null;
    throw error;
  }
}
