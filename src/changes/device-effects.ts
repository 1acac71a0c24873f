import type { DeviceState } from './device-group.ts';
import type { ProtectionEffect } from './remediation-level.ts';

/** A device group by Defender's number, and the name that people see. */
export interface GroupRef {
  readonly id: number;
  readonly name: string;
}

/** One device that moves, or that stays while its group's level changes (then `from` and `to` are the same group). */
export interface AffectedDevice {
  readonly id: string;
  readonly name: string;
  /** Null if the device is in no group. */
  readonly from: GroupRef | null;
  readonly to: GroupRef | null;
  readonly effect: ProtectionEffect;
  /** Absent for an onboarded device, and where it was stored before states were. */
  readonly state?: Exclude<DeviceState, 'onboarded'>;
}

/** One device on a card: where it is, where it would be, and what that does to its protection. */
export interface ShownDevice {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly effect: ProtectionEffect;
  /** What its record stands for, in words, where it is no onboarded device. */
  readonly state?: string;
}

/** What a record that is no onboarded device stands for, on a card. */
export const STATE_WORDS: Readonly<Record<NonNullable<AffectedDevice['state']>, string>> = {
  inactive: 'onboarded but inactive',
  duplicate: 'onboarded but maybe double',
  merged: 'merged into another record',
  discovered: 'only discovered',
  unknown: 'not known whether onboarded',
};

/**
 * The consequences for devices, in words. They are made only from the stored base, so a card shows the preview from the
 * time of the request.
 */
export interface Effects {
  /** One sentence with counts: "12 of 300 devices would move (reckoned)." */
  readonly headline: string;
  /**
   * Moves between groups with counts, shadowed groups, groups left empty, and groups that could not be evaluated; most
   * important first.
   */
  readonly lines: readonly string[];
  /** The first ten affected devices, in the order of `affected`. */
  readonly first: readonly ShownDevice[];
  /** How many devices are affected in all. */
  readonly total: number;
  /** When the devices were read, in ms since 1970; null if they were not read. */
  readonly readAt: number | null;
}
