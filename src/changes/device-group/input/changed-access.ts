import type { Fault } from '../../change-kind.ts';
import type { DeviceGroup, EntraGroupRef } from '../../device-group.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import type { UpdateGroup } from '../model/group-change.ts';
import { isUnread } from '../model/groups-in.ts';
import { sameAccess } from '../model/same-rule.ts';
import { findAccess } from './find-names.ts';

/** Access as asked, left out where it is what it was; a group that lost its Defender role can stay, but only where nothing else changes. */
export function changedAccess(
  wanted: readonly string[] | undefined,
  group: DeviceGroup,
  { access: roles, entraGroups = [] }: Pick<TenantSnapshot, 'access' | 'entraGroups'>,
): { readonly set: Pick<UpdateGroup['set'], 'access'>; readonly faults: readonly Fault[] } {
  if (wanted === undefined) return { set: {}, faults: [] };
  if (isUnread(group)) return unreadAccess(wanted, entraGroups);
  const known = findAccess(wanted, [...(roles ?? []), ...group.access.filter(({ id }) => !holds(roles, id))]);
  if (known.faults.length === 0 && sameAccess(known.found, group.access)) return { set: {}, faults: [] };
  const { found, faults } = findAccess(wanted, roles);
  return { set: { access: [...found] }, faults };
}

/** Who has access is not known: naming nobody says nothing then, where else it would open the devices to everybody. */
function unreadAccess(
  wanted: readonly string[],
  inDirectory: readonly EntraGroupRef[],
): ReturnType<typeof changedAccess> {
  const { found, faults } = findAccess(wanted, { inDirectory });
  return { set: found.length > 0 ? { access: [...found] } : {}, faults };
}

function holds(roles: readonly EntraGroupRef[] | undefined, id: string): boolean {
  return roles?.some((role) => role.id === id) ?? false;
}
