import type { DeviceGroup } from '../../changes/device-group/device-group.ts';
import type { Fleet } from '../public-api/fleet-of.ts';
import type { DeviceGroupScope } from '../public-api/scope-reader.ts';

/** What no supported API tells of a group: its rule counts as one that cannot be evaluated, so that every preview says that it is inexact. */
const UNREAD = { level: 'unread', rank: null, conditions: [], opaque: true, access: [] } as const;

/** The API has no id for the ungrouped devices; 0 stands for "no group" in it. */
const UNGROUPED: DeviceGroup = { ...UNREAD, opaque: false, id: 0, name: '', description: '', ungrouped: true };

/**
 * The groups that Graph names, then those that only devices tell of, each by id, and the ungrouped devices last. The order is no rank. Names
 * of `exposureScore/ByMachineGroups` are not used: they come without ids, and outlive their groups.
 */
export function groupsOf(named: readonly DeviceGroupScope[], fleet: Fleet | null): readonly DeviceGroup[] {
  const byId = new Map<number, DeviceGroup>();
  for (const [id, name] of fleet?.groups ?? [])
    byId.set(id, { ...UNREAD, id, name, description: '', ungrouped: false });
  for (const { id, name, description } of named) {
    byId.set(id, { ...UNREAD, id, name, description: description ?? '', ungrouped: false });
  }
  return [...[...byId.values()].sort((a, b) => a.id - b.id), UNGROUPED];
}
