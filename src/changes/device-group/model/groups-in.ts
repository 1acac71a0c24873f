import type { DeviceGroup } from '../../device-group.ts';
import type { LevelReading } from '../../remediation-level.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';

/** The groups of a snapshot, or why they cannot be changed (docs/facts/defender.md#device-groups). */
export function groupsIn({
  product,
  groups,
}: TenantSnapshot): { readonly groups: readonly DeviceGroup[] } | { readonly why: string } {
  if (product === 'business') {
    return {
      why: 'Defender for Business has no device groups of this kind: its device groups are Entra groups that policies go by, and automatic remediation is set to Full there and cannot be configured.',
    };
  }
  return groups === undefined
    ? { why: 'The device groups of this tenant were not read, so nothing can be said about them.' }
    : { groups };
}

/**
 * True for a group whose id, name and description are all that the connector can read. Its level, rule, rank and access
 * are unknown, which must never be taken for "none".
 */
export function isUnread({ level }: { readonly level?: LevelReading | undefined }): boolean {
  return level === 'unread';
}

/** True if the connector lists groups without reading their rules. It treats all groups of a tenant alike. */
export function areUnread(groups: readonly { readonly level: LevelReading }[]): boolean {
  return groups.some(isUnread);
}
