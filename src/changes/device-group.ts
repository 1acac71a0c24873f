import type { LevelReading } from './remediation-level.ts';

export const TEXT_PROPERTIES = ['name', 'domain', 'tag'] as const;
export const TEXT_OPERATORS = ['starts-with', 'ends-with', 'equals', 'contains'] as const;

export type TextProperty = (typeof TEXT_PROPERTIES)[number];
export type TextOperator = (typeof TEXT_OPERATORS)[number];

/** One condition of a group's rule on a text property; comparison ignores case. */
export interface TextCondition {
  readonly property: TextProperty;
  readonly operator: TextOperator;
  readonly value: string;
}

/** The operating systems that a group takes, by Defender's names (`Windows11`, `WindowsServer2022`, `Linux`, ...). */
interface OsCondition {
  readonly property: 'os';
  readonly values: readonly string[];
}

/** Conditions on one property are joined by OR, properties by AND (learn: machine-groups). */
export type Condition = TextCondition | OsCondition;

/** An Entra group that may see the devices. If a device group names none, everybody with portal access sees them. */
export interface EntraGroupRef {
  readonly id: string;
  readonly name: string;
}

/** A device group as Airlock sees it. The connector keeps whatever else the wire form holds. */
export interface DeviceGroup {
  /** Defender's number; never reused. */
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly level: LevelReading;
  /** 1 is highest. The ungrouped devices come after every rank and have `null`. */
  readonly rank: number | null;
  readonly conditions: readonly Condition[];
  /** True if Airlock cannot evaluate the group's rule (unknown property or operator). Previews say so. */
  readonly opaque: boolean;
  readonly access: readonly EntraGroupRef[];
  /** The "Ungrouped devices (default)" group: no conditions, no rank, cannot be deleted. */
  readonly ungrouped: boolean;
}

/**
 * A device as the public API reports it (`/api/machines`). The name is the first label of computerDnsName, the domain
 * the rest.
 */
export interface Device {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly os: string;
  readonly tags: readonly string[];
  /** The group in which Defender reports the device now; null if it reports none. */
  readonly groupId: number | null;
}
