import type { DeviceGroup } from '../device-group.ts';

/** The ungrouped devices as people read them; on the wire they have no name. */
export const UNGROUPED = 'Ungrouped devices';

/** What a group is called on cards. */
export function groupName(group: Pick<DeviceGroup, 'name' | 'ungrouped'>): string {
  return group.ungrouped ? UNGROUPED : group.name;
}
