import type { LevelReading } from './remediation-level.ts';

export const TEXT_PROPERTIES = ['name', 'domain', 'tag'] as const;
export const TEXT_OPERATORS = ['starts-with', 'ends-with', 'equals', 'contains'] as const;

export type TextProperty = (typeof TEXT_PROPERTIES)[number];
export type TextOperator = (typeof TEXT_OPERATORS)[number];

/** One row of a group's rule on a text property; comparison ignores case. */
export interface TextCondition {
  readonly property: TextProperty;
  readonly operator: TextOperator;
  readonly value: string;
}

/** The operating systems a group takes, by Defender's names (`Windows11`, `WindowsServer2022`, `Linux`, ...). */
interface OsCondition {
  readonly property: 'os';
  readonly values: readonly string[];
}

/** Rows of one property are joined by OR, properties by AND (learn: machine-groups). */
export type Condition = TextCondition | OsCondition;

/** An Entra group that may see the devices; none at all means everybody with portal access. */
export interface EntraGroupRef {
  readonly id: string;
  readonly name: string;
}

/** A device group as Airlock sees it; what the wire holds besides stays with the tenant client. */
export interface DeviceGroup {
  /** Defender's number; never reused. */
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly level: LevelReading;
  /** 1 is highest; the ungrouped devices come after every rank and hold `null`. */
  readonly rank: number | null;
  readonly conditions: readonly Condition[];
  /** True when the group has a rule that Airlock cannot evaluate (unknown property or operator): previews say so. */
  readonly opaque: boolean;
  readonly access: readonly EntraGroupRef[];
  /** The "Ungrouped devices (default)" group: no conditions, no rank, cannot be deleted. */
  readonly ungrouped: boolean;
}

/**
 * A device, as the public API reports it (`/api/machines`). Name is the first label of computerDnsName, domain the
 * rest.
 */
export interface Device {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly os: string;
  readonly tags: readonly string[];
  /** The group Defender holds it in now; null when Defender names none. */
  readonly groupId: number | null;
}
