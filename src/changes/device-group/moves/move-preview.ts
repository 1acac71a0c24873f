import type { AffectedDevice, GroupRef } from '../../device-effects.ts';
import type { DeviceState } from '../../device-group.ts';
import type { LevelReading, ProtectionEffect } from '../../remediation-level.ts';
import type { Ways } from '../membership/assumptions.ts';

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

/** What Defender reports of a group beside what the rules give, before the change. */
export interface GroupReport {
  readonly group: GroupRef;
  /** How many devices are reported in it, how many the rules give it, and how many of those are the same. */
  readonly reported: number;
  readonly reckoned: number;
  readonly both: number;
  /** How many of those that the rules give it have a record that does not say in which group they are. */
  readonly unsaid: number;
  /** False if its members count by the report: its rule cannot be read, or report and rule mostly disagree. */
  readonly evaluable: boolean;
}

/** How many devices of each state. */
export type StateCounts = Readonly<Record<DeviceState, number>>;

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
  /** The same two by the state of the devices: a level acts on onboarded ones. */
  readonly lowered: StateCounts;
  readonly unclear: StateCounts;
  /** All devices, and the affected ones. */
  readonly states: StateCounts;
  readonly affectedStates: StateCounts;
  /**
   * Groups with a rule that Airlock cannot evaluate, before or after the change. Any such group makes the preview
   * inexact.
   */
  readonly opaque: readonly GroupRef[];
  readonly inexact: boolean;
  /** Groups whose rule can be read and whose report mostly disagrees with it; they count by the report. By id. */
  readonly apart: readonly GroupRef[];
  /** Every group before the change, in the order of the list. */
  readonly reports: readonly GroupReport[];
  /** How many devices could be compared with the report, and on how many rules and report agree. */
  readonly compared: number;
  readonly agreed: number;
  /** How rules are compared here; not what is assumed where the fleet shows that another way fits clearly better. */
  readonly ways: Ways;
  /**
   * Devices that match a group of which it is not known whether it takes them, by the one that holds them; most devices
   * first.
   */
  readonly unsure: readonly { readonly group: GroupRef; readonly devices: number }[];
  /**
   * Devices that Defender reports in another group than the rules say before the change. A device without a reported
   * group counts as ungrouped.
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
