import type { ProtectionEffect } from './remediation-level.ts';

/** A device group by Defender's number and the name that people know. */
export interface GroupRef {
  readonly id: number;
  readonly name: string;
}

/** One device that moves, or that stays while its group's level changes (then `from` and `to` are the same group). */
export interface AffectedDevice {
  readonly id: string;
  readonly name: string;
  /** Null where no group holds the device. */
  readonly from: GroupRef | null;
  readonly to: GroupRef | null;
  readonly effect: ProtectionEffect;
}

/** One device on a card: where it is, where it would be, and what that does to its protection. */
export interface ShownDevice {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly effect: ProtectionEffect;
}

/**
 * What follows for devices, in words, made from the stored base alone: a card shows what was previewed when it was
 * asked.
 */
export interface Effects {
  /** One sentence with counts: "12 of 300 devices would move." */
  readonly headline: string;
  /**
   * From where to where with counts, what is shadowed, what is left empty, what could not be evaluated; most important
   * first.
   */
  readonly lines: readonly string[];
  /** The first ten affected devices, in the order of `affected`. */
  readonly first: readonly ShownDevice[];
  /** How many are affected in all. */
  readonly total: number;
  /** When the devices were read, ms since 1970; null where they were not. */
  readonly readAt: number | null;
}
