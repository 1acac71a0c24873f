import type { ChangeKind } from '../../change-kind.ts';
import type { GroupChange, GroupChangeKind, GroupChangeOf } from '../model/group-change.ts';
import { changeUngrouped } from './change-ungrouped.ts';
import { createGroup } from './create-group.ts';
import { deleteGroup } from './delete-group.ts';
import { rankGroup } from './rank-group.ts';
import { updateGroup } from './update-group.ts';

/** The rules of each kind of change to device groups. */
export const GROUP_KINDS = {
  'device-group.create': createGroup,
  'device-group.update': updateGroup,
  'device-group.delete': deleteGroup,
  'device-group.rank': rankGroup,
  'ungrouped-devices': changeUngrouped,
} as const satisfies { [K in GroupChangeKind]: ChangeKind<GroupChangeOf<K>> };

/**
 * The rules for a change of device groups. The cast is sound: the table maps each kind to the rules of exactly that
 * kind.
 */
export function groupKindOf(change: GroupChange): ChangeKind<GroupChange> {
  return GROUP_KINDS[change.kind] as unknown as ChangeKind<GroupChange>;
}

/** Whether a change is about device groups. */
export function isGroupChange(change: { readonly kind: string }): change is GroupChange {
  return Object.hasOwn(GROUP_KINDS, change.kind);
}
