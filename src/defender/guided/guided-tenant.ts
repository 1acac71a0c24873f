import { BESIDES_NAME, type DeviceGroup, GROUP_PARTS } from '../../changes/device-group.ts';
import { ofEachFeature } from '../../changes/features.ts';
import type { Scope, TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import type { Freshness, GuidingTenant } from '../../requests/ports/tenant.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import { inEnglish, msg } from '../../shared/language/worded.ts';
import type { Fleet, FleetReading } from '../public-api/fleet.ts';
import { type DeviceGroupList, type DeviceGroupScope, hasGaps, leftOutOf } from '../public-api/scope-reader.ts';
import type { GuidedOptions } from './guided-options.ts';
import { canShowChange, instructionsFor, verifyChange } from './guides.ts';

/**
 * The parts of a group that no supported API can read. Its rule counts as one that cannot be evaluated, so that every
 * preview says that it is inexact.
 */
const UNREAD = { level: 'unread', rank: null, conditions: [], opaque: true, access: [] } as const;

/** The API has no id for the ungrouped devices; 0 stands for "no group" in it. */
const UNGROUPED: DeviceGroup = { ...UNREAD, opaque: false, id: 0, name: '', description: '', ungrouped: true };

/**
 * Lists the groups from Graph, then those that only devices name, each sorted by id, and the ungrouped devices last.
 * The order is not the rank. A group without a name in any list is left out. Names from `exposureScore/ByMachineGroups`
 * are not used: they have no ids, and remain after their groups are deleted.
 */
export function groupsOf(named: readonly DeviceGroupScope[], fleet: Fleet | null): readonly DeviceGroup[] {
  const byId = new Map<number, DeviceGroup>();
  for (const [id, name] of fleet?.groups ?? [])
    byId.set(id, { ...UNREAD, id, name, description: '', ungrouped: false, unread: BESIDES_NAME });
  for (const { id, name, description, twins } of named) {
    if (name === '' || id === null) continue;
    const unread = description === undefined && { unread: BESIDES_NAME };
    const several = twins && { twins, unread: new Set(twins).size > 1 ? GROUP_PARTS : BESIDES_NAME };
    byId.set(id, { ...UNREAD, id, name, description: description ?? '', ungrouped: false, ...unread, ...several });
  }
  return [...[...byId.values()].sort((a, b) => a.id - b.id), UNGROUPED];
}

function writtenIn({ groups }: DeviceGroupList): Pick<TenantSnapshot, 'writtenNames'> {
  const odd = groups.flatMap(({ id, written }) =>
    id === null || written === undefined ? [] : [[id, written] as const],
  );
  return odd.length === 0 ? {} : { writtenNames: new Map(odd) };
}

function lackOf(named: Listed): Pick<TenantSnapshot, 'groupsLack' | 'groupsLeftOut' | 'groupsUnread'> {
  const leftOut = leftOutOf(named);
  return { ...lacking(named), ...(leftOut > 0 && { groupsLeftOut: leftOut }) };
}

function lacking(named: Listed): Pick<TenantSnapshot, 'groupsLack' | 'groupsUnread'> {
  if (named.why) return { groupsLack: 'all', groupsUnread: named.why.message };
  if (named.groups.length === 0) return { groupsLack: 'all' };
  return hasGaps(named) ? { groupsLack: 'some' } : {};
}

/** The list of Microsoft Graph; an empty one that says why it could not be read. */
interface Listed extends DeviceGroupList {
  readonly why?: AirlockError;
}

/** Only readings that are to be shown make do with devices: what is written, or judged, waits for the list itself. */
async function listOrWhy({ scopes }: GuidedOptions, freshness: Freshness): Promise<Listed> {
  try {
    return await scopes();
  } catch (error) {
    if (!isAirlockError(error) || freshness === 'now') throw error;
    return { groups: [], brokenOff: true, why: error };
  }
}

/**
 * The devices, where they are asked for or groups are found by them alone.
 * @throws AirlockError the tenant's errors; why groups cannot be listed, where no device names one either
 */
async function fleetFor(
  { fleet }: GuidedOptions,
  { wantsDevices, named }: { readonly wantsDevices: boolean; readonly named: Listed | null },
  freshness: Freshness,
): Promise<FleetReading | null> {
  if (!wantsDevices && named?.groups.length !== 0) return null;
  const why = named?.why;
  const found = await fleet(freshness).catch((error: unknown) => {
    throw why && isAirlockError(error) ? why : error;
  });
  if (why && found.groups.size === 0) throw why;
  return found;
}

/** No supported API can read them (docs/facts/defender.md#supported-or-not). */
const FEATURES = ofEachFeature(() => 'unread' as const);

/**
 * Reads the named parts once. The product is unknown and the Entra groups with a Defender role are left out: neither
 * can be read. To find groups, devices are read only if Graph lists no group, or cannot be read, since that takes up to
 * 50 calls.
 */
async function readSnapshot(
  options: GuidedOptions,
  scopes: readonly Scope[],
  freshness: Freshness = 'now',
): Promise<TenantSnapshot> {
  const readAt = options.clock.now();
  const named = scopes.includes('groups') ? await listOrWhy(options, freshness) : null;
  const fleet = await fleetFor(options, { wantsDevices: scopes.includes('devices'), named }, freshness);
  return {
    tenantId: options.tenantId,
    readAt: named?.groups.length === 0 && fleet ? Math.min(readAt, fleet.readAt) : readAt,
    product: 'unknown',
    byHand: true,
    ...(scopes.includes('features') && { features: FEATURES }),
    ...(named && { groups: groupsOf(named.groups, fleet), ...writtenIn(named), ...lackOf(named) }),
    ...(scopes.includes('devices') && fleet && { devices: fleet.devices, devicesAt: fleet.readAt }),
    ...(scopes.includes('devices') && fleet?.lacks && { devicesLack: fleet.lacks }),
  };
}

/**
 * Defender as the supported APIs show it. None of them writes these settings (docs/facts/defender.md#supported-or-not).
 * So a person follows instructions to apply an approved change, and Airlock then verifies what it can read. Nothing in
 * here can change a tenant.
 */
export function createGuidedTenant(options: GuidedOptions): GuidingTenant {
  return {
    description: msg`Guided: an operator applies approved changes by hand`,
    reads: { access: false },
    applies: 'by-hand',
    read: (scopes, devices) => readSnapshot(options, scopes, devices),
    // Both are stored, and compared with what was stored before.
    instructions: (change) => inEnglish(() => instructionsFor(change)),
    verify: (change, base) => inEnglish(() => verifyChange(options, change, base)),
    canShow: canShowChange,
  };
}
