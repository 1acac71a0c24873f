import { msg } from '../shared/language/worded.ts';
import { wordedTable } from '../shared/language/worded-table.ts';
import type { DeviceState } from './device-group.ts';
import type { ProtectionEffect, RemediationLevel } from './remediation-level.ts';

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
  /** Present where nobody knows where it would be; `to` is where it is. */
  readonly toUnknown?: true;
  readonly effect: ProtectionEffect;
  /** Absent for an onboarded device, and where it was stored before states were. */
  readonly state?: Exclude<DeviceState, 'onboarded'>;
}

/** One device on a card: where it is, where it would be, and what that does to its protection. */
export interface ShownDevice {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Present where nobody knows where it would be. */
  readonly toUnknown?: true;
  readonly effect: ProtectionEffect;
  /** What its record stands for, in words, where it is no onboarded device. */
  readonly state?: string;
}

/** What a record that is no onboarded device stands for, on a card. */
export const STATE_WORDS = wordedTable<Readonly<Record<NonNullable<AffectedDevice['state']>, string>>>({
  inactive: msg`onboarded but inactive`,
  duplicate: msg`onboarded but maybe double`,
  merged: msg`merged into another record`,
  discovered: msg`only discovered`,
  unknown: msg`not known whether onboarded`,
});

/** What happens to the protection of devices, in words; null where nothing does. */
export const EFFECT_WORDS = wordedTable<Readonly<Record<ProtectionEffect, string | null>>>({
  same: null,
  raised: msg`more automation`,
  lowered: msg`less protection`,
  unclear: msg`protection not clear`,
});

/** Devices that go the same way; where `group` is given they stay in it, and its level changes. */
export interface Flow {
  readonly group: string | null;
  /** Names of groups; levels in words where devices stay. */
  readonly from: string;
  readonly to: string;
  readonly devices: number;
  readonly effect: ProtectionEffect;
  /** The levels that act on them; absent where they are the same or not known. */
  readonly levels?: { readonly from: RemediationLevel; readonly to: RemediationLevel };
}

/** One place in rank, 1 the highest, and whether it is the place of the group that is moved. */
export interface Ranked {
  readonly rank: number;
  readonly name: string;
  readonly moved: boolean;
}

/** The places around a move, before and after. */
interface Ranks {
  readonly before: readonly Ranked[];
  readonly after: readonly Ranked[];
}

/**
 * The consequences for devices, in words. They are made only from the stored base, so a card shows the preview from the
 * time of the request.
 */
export interface Effects {
  /** One sentence with counts: "12 of 300 devices would move (reckoned)." */
  readonly headline: string;
  /** The same once the change was applied: "12 of 300 devices were to move (reckoned)." */
  readonly past: string;
  readonly flows: readonly Flow[];
  /** How many flows are left out. */
  readonly moreFlows: number;
  /** The places in rank where a group is moved; null where that is not what changes, or ranks are not known. */
  readonly ranks: Ranks | null;
  /** Without these nobody can judge the counts: what the list of devices lacks, how far the report agrees. */
  readonly told: readonly string[];
  /** Shadowed groups, groups left empty, groups that could not be evaluated, and what else is known. */
  readonly lines: readonly string[];
  /** The first ten affected devices, in the order of `affected`. */
  readonly first: readonly ShownDevice[];
  /** How many devices are affected in all. */
  readonly total: number;
  /** When the devices were read, in ms since 1970; null if they were not read. */
  readonly readAt: number | null;
}
