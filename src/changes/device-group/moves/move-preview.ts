import type { AffectedDevice, GroupRef } from '../../device-effects.ts';
import type { LevelReading, ProtectionEffect } from '../../remediation-level.ts';

/** Devices that leave one group for another; null where no group holds them. */
export interface Move {
  readonly from: GroupRef | null;
  readonly to: GroupRef | null;
  readonly devices: number;
  readonly effect: ProtectionEffect;
}

/** Devices that stay in their group while its level changes. */
export interface LevelChange {
  readonly group: GroupRef;
  readonly from: LevelReading;
  readonly to: LevelReading;
  readonly devices: number;
  readonly effect: ProtectionEffect;
}

/** A group that matches devices which a higher ranked one takes, some of them only after the change. */
export interface Shadow {
  readonly group: GroupRef;
  /**
   * Devices that match it but are taken by a higher rank: before, after, and those of `after` that were not so before.
   */
  readonly before: number;
  readonly after: number;
  readonly newly: number;
  /** Who takes the newly shadowed devices, most first. */
  readonly by: readonly { readonly group: GroupRef; readonly devices: number }[];
}

/**
 * What would follow from a change of the groups, by the rules alone. All orders are fixed and do not depend on the
 * order of the input.
 */
export interface MovePreview {
  /** Devices looked at, and devices that would change their group. */
  readonly devices: number;
  readonly moved: number;
  /** Most devices first, then by the ids of `from` and `to`. */
  readonly moves: readonly Move[];
  readonly levelChanges: readonly LevelChange[];
  /**
   * Groups with a rule that held devices and are left without any. The ungrouped devices do not count as a group here.
   */
  readonly emptied: readonly GroupRef[];
  readonly shadowed: readonly Shadow[];
  /** Devices whose level falls, whether they move or their group's level changes. */
  readonly lowersProtection: number;
  /** Devices whose level changes from or to one that is not known by name. */
  readonly unclearProtection: number;
  /** Groups with a rule that Airlock cannot evaluate, before or after; any such group makes the preview inexact. */
  readonly opaque: readonly GroupRef[];
  readonly inexact: boolean;
  /**
   * Devices that Defender reports in another group than the rules say before the change: propagation takes up to hours.
   * A device without a reported group counts as ungrouped.
   */
  readonly elsewhere: number;
  /** Devices that Defender reports in an opaque group; not part of `elsewhere`. */
  readonly heldByOpaque: number;
  /**
   * Moved devices in the order of `moves`, then those of `levelChanges`; within one by name, then id. Page with
   * `movedDevices`.
   */
  readonly affected: readonly AffectedDevice[];
}
