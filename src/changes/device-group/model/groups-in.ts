import { t } from '../../../shared/language/worded.ts';
import type { DeviceGroup, GroupPart, TwinGroups } from '../../device-group.ts';
import type { LevelReading } from '../../remediation-level.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';

/** The groups of a snapshot, or why they cannot be changed (docs/facts/defender.md#device-groups). */
export function groupsIn({
  product,
  groups,
}: TenantSnapshot): { readonly groups: readonly DeviceGroup[] } | { readonly why: string } {
  if (product === 'business') {
    return {
      why: t`Defender for Business has no device groups of this kind: its device groups are Entra groups that policies go by, and automatic remediation is set to Full there and cannot be configured.`,
    };
  }
  return groups === undefined
    ? { why: t`The device groups of this tenant were not read, so nothing can be said about them.` }
    : { groups };
}

/**
 * Whether this may be Defender for Business, as far as is known: a connector that cannot read the product found no
 * device group, neither listed nor reported of a device. One that is found says that it is another product.
 */
export function isMaybeBusiness({ product, byHand, groups, groupsUnread }: TenantSnapshot): boolean {
  if (groupsUnread !== undefined) return false;
  return product === 'unknown' && byHand === true && (groups?.every(({ ungrouped }) => ungrouped) ?? false);
}

/** Absent for none. */
export function twinsOf({ groups = [] }: TenantSnapshot): { readonly groupTwins?: readonly TwinGroups[] } {
  const found = groups.flatMap(({ id, twins }) => (twins ? [{ id, names: twins }] : []));
  return found.length > 0 ? { groupTwins: found } : {};
}

/** What no connector that lists groups by their names alone can read. */
const BY_NAME_ALONE: readonly GroupPart[] = ['level', 'conditions', 'access', 'rank'];

/** The ungrouped devices have no rule, and a fixed name. */
const NOT_OF_UNGROUPED: readonly GroupPart[] = ['conditions', 'description', 'name'];

/** What says nothing of where devices go. */
const WORDS_ALONE: readonly GroupPart[] = ['name', 'description'];

interface Readable {
  readonly level?: LevelReading | undefined;
  readonly unread?: readonly GroupPart[] | undefined;
  readonly ungrouped?: boolean | undefined;
}

/**
 * The parts of a group that are not known, which must never be taken for "none". The ungrouped devices have no rank of
 * their own: where theirs is not known, the order of the groups is not.
 */
export function unreadParts({ level, unread, ungrouped }: Readable): readonly GroupPart[] {
  const parts = unread ?? (level === 'unread' ? BY_NAME_ALONE : []);
  return ungrouped ? parts.filter((part) => !NOT_OF_UNGROUPED.includes(part)) : parts;
}

/** Whether a part of a group is not known; without one, its level. */
export function isUnread(group: Readable, part: GroupPart = 'level'): boolean {
  return unreadParts(group).includes(part);
}

/** Whether anything that decides where devices go, and what then acts on them, is not known of any group. */
export function areUnread(groups: readonly Readable[]): boolean {
  return groups.some((group) => unreadParts(group).some((part) => !WORDS_ALONE.includes(part)));
}

/** Whether the order of the groups is not known, if only because some may not be listed. */
export function areRanksUnread(groups: readonly Readable[]): boolean {
  return groups.some((group) => isUnread(group, 'rank'));
}
