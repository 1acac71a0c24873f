import type { AffectedDevice, GroupRef } from '../../device-effects.ts';
import type { LevelReading, ProtectionEffect } from '../../remediation-level.ts';

/** Devices that move from one group to another; null for no group. */
export interface Move {
  readonly from: GroupRef | null;
  readonly to: GroupRef | null;
  readonly devices: number;
  readonly effect: ProtectionEffect;
}

/** Devices that stay in a group whose level changes. */
export interface LevelChange {
  readonly group: GroupRef;
  readonly from: LevelReading;
  readonly to: LevelReading;
  readonly devices: number;
  readonly effect: ProtectionEffect;
}

/** A group that matches devices that a higher ranked group takes, some of them only after the change. */
export interface Shadow {
  readonly group: GroupRef;
  /** Devices that match it but are taken by a higher rank: before the change, after it, and only after it. */
  readonly before: number;
  readonly after: number;
  readonly newly: number;
  /** The groups that take the newly shadowed devices, most devices first. */
  readonly by: readonly { readonly group: GroupRef; readonly devices: number }[];
}

/**
 * What would happen if the groups changed, according to the rules alone. All orders are fixed and do not depend on the
 * order of the input.
 */
export interface MovePreview {
  /** How many devices were evaluated, and how many would change their group. */
  readonly devices: number;
  readonly moved: number;
  /** Most devices first, then by the ids of `from` and `to`. */
  readonly moves: readonly Move[];
  readonly levelChanges: readonly LevelChange[];
  /** Groups with a rule that had devices and would have none. The ungrouped devices do not count as a group here. */
  readonly emptied: readonly GroupRef[];
  readonly shadowed: readonly Shadow[];
  /** Devices whose level would fall, because they move or because their group's level changes. */
  readonly lowersProtection: number;
  /** Devices whose level would change from or to a level without a known name. */
  readonly unclearProtection: number;
  /**
   * Groups with a rule that Airlock cannot evaluate, before or after the change. Any such group makes the preview
   * inexact.
   */
  readonly opaque: readonly GroupRef[];
  readonly inexact: boolean;
  /**
   * Devices that Defender reports in another group than the rules say before the change, since propagation can take
   * hours. A device without a reported group counts as ungrouped.
   */
  readonly elsewhere: number;
  /** Devices that Defender reports in an opaque group; not part of `elsewhere`. */
  readonly heldByOpaque: number;
  /**
   * The devices that move, in the order of `moves`, then those of `levelChanges`. Within each, they are sorted by name,
   * then id. `movedDevices` gives pages.
   */
  readonly affected: readonly AffectedDevice[];
}
