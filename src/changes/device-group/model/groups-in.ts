import type { DeviceGroup } from '../../device-group.ts';
import type { LevelReading } from '../../remediation-level.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';

/** The groups of a snapshot, or why nothing can be asked of them (docs/facts/defender.md#device-groups). */
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
 * True for a group of which the connector can read id, name and description alone. Everything else of it says nothing:
 * no level, no rule, no rank, no access is known, and nothing of it may be taken for "none".
 */
export function isUnread({ level }: { readonly level?: LevelReading | undefined }): boolean {
  return level === 'unread';
}

/** True where a connector lists groups without reading them; it reads all of a tenant's groups in the same way. */
export function areUnread(groups: readonly { readonly level: LevelReading }[]): boolean {
  return groups.some(isUnread);
}
