import { TEXT_OPERATORS } from '../../../changes/device-group.ts';
import type { Scope, TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import type { Freshness } from '../../../requests/ports/tenant.ts';
import { type ErrorCode, isAirlockError } from '../../../shared/errors.ts';
import type { Clock } from '../../../shared/runtime.ts';
import type { FleetReading, ReadFleet } from '../../public-api/fleet.ts';
import { needsDevices, operatorsShownBy } from '../operators/operator-numbers.ts';
import type { PortalCall } from '../portal-call.ts';
import type { Operators } from '../wire-rule.ts';
import type { WireGroup } from '../writes/odd-parts.ts';
import type { WireReading } from '../writes/write-plan.ts';
import { featureSources, featuresOf, productOf, readContext, readSettings } from './read-features.ts';
import { groupsOf, readAccess, readWireGroups, UNWRITABLE, writtenNamesIn } from './read-groups.ts';

export interface ReadParts {
  readonly call: PortalCall;
  readonly tenantId: string;
  readonly clock: Clock;
  readonly fleet: ReadFleet;
  readonly doubt: LastDoubt;
}

/** What was found the last time that the groups were read. */
interface LastDoubt {
  /** Whether they had rows whose meaning devices must show: then those are read first. */
  isLikely: boolean;
  devices: FleetReading | null;
}

/** How long the same devices may show what numbers mean, in ms, unless it is for a write: each list takes calls. */
const SHOWS_FOR = 60_000;

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
 * @param toWrite whether a write follows: then the devices that show what numbers mean are read anew
 */
export async function readTenant(
  parts: ReadParts,
  scopes: readonly Scope[],
  freshness: Freshness = 'now',
  toWrite = false,
): Promise<{ snapshot: TenantSnapshot; wire: WireReading }> {
  if (toWrite) parts.doubt.devices = null;
  const readAt = parts.clock.now();
  const context = await readContext(parts.call);
  const product = productOf(context);
  const hasGroups = product !== 'business';
  const fleet = scopes.includes('devices') ? await parts.fleet(freshness) : undefined;
  parts.doubt.devices = fleet ?? parts.doubt.devices;
  const telling = fleet ?? (scopes.includes('groups') && parts.doubt.isLikely ? await recentFleet(parts) : null);
  const [settings, groups, access] = await Promise.all([
    scopes.includes('features') ? readSettings(parts.call) : undefined,
    scopes.includes('groups') ? (hasGroups ? groupsAndMeaning(parts, telling) : NO_GROUPS) : undefined,
    scopes.includes('access') ? (hasGroups ? accessOrWhy(parts.call) : { access: [] }) : {},
  ]);
  const snapshot: TenantSnapshot = {
    tenantId: parts.tenantId,
    readAt,
    product,
    ...(settings && featureParts(featuresOf(settings, context), readAt)),
    ...(groups && groupParts(groups)),
    ...access,
    ...(fleet && { devices: fleet.devices, devicesAt: fleet.readAt }),
    ...(fleet?.lacks && { devicesLack: fleet.lacks }),
  };
  return { snapshot, wire: { ...(settings && { settings }), ...groups } };
}

function featureParts(
  features: ReturnType<typeof featuresOf>,
  readAt: number,
): Pick<TenantSnapshot, 'features' | 'sources'> {
  const sources = featureSources(features, readAt);
  return { features, ...(Object.keys(sources).length > 0 && { sources }) };
}

interface GroupsAndMeaning {
  readonly groups: readonly WireGroup[];
  readonly leftOut?: number;
  readonly moreBy?: string;
  readonly operators: Operators;
}

const NO_GROUPS: GroupsAndMeaning = { groups: [], operators: operatorsShownBy([], null) };

function groupParts({ groups, leftOut = 0, moreBy, operators }: GroupsAndMeaning): Partial<TenantSnapshot> {
  const unshown = TEXT_OPERATORS.filter((one) => !operators.shown.includes(one));
  return {
    groups: groupsOf(groups, operators),
    ...writtenNamesIn(groups),
    ...((leftOut > 0 || moreBy !== undefined) && { groupsLack: 'some' }),
    ...(moreBy !== undefined && { groupsMoreBy: moreBy }),
    ...(leftOut > 0 && { groupsLeftOut: leftOut }),
    unwritable: UNWRITABLE,
    unwritableOperators: unshown,
    ...(operators.doubts && { operatorDoubts: operators.doubts }),
  };
}

/**
 * The groups, and what the numbers in their rules mean by the devices of this moment. The groups are read last, since
 * nothing may be waited for between their reading and a write.
 */
async function groupsAndMeaning(parts: ReadParts, telling: FleetReading | null): Promise<GroupsAndMeaning> {
  const list = await readWireGroups(parts.call);
  parts.doubt.isLikely = needsDevices(list.groups);
  if (!parts.doubt.isLikely || telling !== null) return { ...list, operators: meaningOf(list, telling) };
  const found = await recentFleet(parts);
  const again = found === null ? list : await readWireGroups(parts.call);
  return { ...again, operators: meaningOf(again, found) };
}

/** Groups that were not read may be those that take the devices. */
function meaningOf({ groups, moreBy }: Omit<GroupsAndMeaning, 'operators'>, fleet: FleetReading | null): Operators {
  const isTelling = fleet !== null && isWhole(fleet) && moreBy === undefined;
  return operatorsShownBy(groups, isTelling ? fleet.devices : null, fleet?.readAt);
}

/** A list that is not whole may lack just the devices that speak against a meaning. */
function isWhole({ lacks }: FleetReading): boolean {
  return !lacks?.brokenOff && !lacks?.moved;
}

/** Without a list of devices the numbers of operators stay assumed. That stops no reading of groups. */
async function recentFleet({ fleet, doubt, clock }: ReadParts): Promise<FleetReading | null> {
  const { devices: last } = doubt;
  if (last && isWhole(last) && clock.now() - last.readAt < SHOWS_FOR) return last;
  try {
    doubt.devices = await fleet('recent');
    return doubt.devices;
  } catch (error) {
    if (isAirlockError(error)) return null;
    throw error;
  }
}
