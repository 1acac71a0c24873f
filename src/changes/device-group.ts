import { msg } from '../shared/language/worded.ts';
import type { LevelReading } from './remediation-level.ts';

export const TEXT_PROPERTIES = ['name', 'domain', 'tag'] as const;
export const TEXT_OPERATORS = ['starts-with', 'ends-with', 'equals', 'contains'] as const;

export type TextProperty = (typeof TEXT_PROPERTIES)[number];
export type TextOperator = (typeof TEXT_OPERATORS)[number];

/**
 * Why it is not known which number Defender keeps for an operator. `no-row`: no group has a row that could show it.
 * `no-devices`: not all devices could be read that would. `few`: too few devices show it. `contradictory`: devices
 * speak for it and others against it. `both-numbers`: two numbers seem to mean it.
 */
export type OperatorDoubt =
  | { readonly kind: 'no-row' | 'no-devices' | 'both-numbers' }
  | { readonly kind: 'few'; readonly speaks: number }
  | { readonly kind: 'contradictory'; readonly speaks: number; readonly against: number };

/** One condition of a group's rule on a text property. How it is compared is assumed (membership/assumptions.ts). */
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

/** Stands for an assignment that cannot be read: without it the devices would seem to be open to everybody. */
export const UNREADABLE_ACCESS: EntraGroupRef = {
  id: 'unreadable',
  name: msg`(an assignment that Airlock cannot read)`,
};

/** What may be unknown of a group, since its connector cannot read it. */
export const GROUP_PARTS = ['name', 'description', 'level', 'conditions', 'access', 'rank'] as const;

export type GroupPart = (typeof GROUP_PARTS)[number];

/** What is not known of a group of which nothing but its number and name was read. */
export const BESIDES_NAME: readonly GroupPart[] = GROUP_PARTS.filter((part) => part !== 'name');

/** Stands for a name that could not be read: an empty one would seem to be how the group is called. */
export function unreadName(id: number): string {
  return `(group ${id}, whose name could not be read)`;
}

/** A number of which the list has several groups, and what they are called. */
export interface TwinGroups {
  readonly id: number;
  readonly names: readonly string[];
}

/** The members of a list by their ids, those of one id in the order of the list. */
export function groupedById<I, T extends { readonly id: I }>(list: readonly T[]): ReadonlyMap<I, readonly T[]> {
  const byId = new Map<I, T[]>();
  for (const one of list) {
    const same = byId.get(one.id);
    if (same) same.push(one);
    else byId.set(one.id, [one]);
  }
  return byId;
}

/** Stands for a name of which the list has several for one number. */
export function twinName(id: number, names: readonly string[]): string {
  return `(group ${id}, listed as ${names.map((name) => `"${name}"`).join(' and ')})`;
}

/** A device group as Airlock sees it. The connector keeps whatever else the wire form holds. */
export interface DeviceGroup {
  /** Defender's number; never reused. */
  readonly id: number;
  /** `unreadName` where it could not be read, `twinName` where one number has several. */
  readonly name: string;
  readonly description: string;
  readonly level: LevelReading;
  /** 1 is highest. The ungrouped devices come after every rank and have `null`. */
  readonly rank: number | null;
  /**
   * Where ranks are not known: its place among the groups whose order people said, lower before higher. Infinity is
   * behind every other group.
   */
  readonly order?: number;
  readonly conditions: readonly Condition[];
  /** True if Airlock cannot evaluate the group's rule (unknown property or operator). Previews say so. */
  readonly opaque: boolean;
  readonly access: readonly EntraGroupRef[];
  /** The "Ungrouped devices (default)" group: no conditions, no rank, cannot be deleted. */
  readonly ungrouped: boolean;
  /** What is not known of it: `unreadParts` reads it. Absent where all is known, or where the level says `unread`. */
  readonly unread?: readonly GroupPart[];
  /**
   * Present where the list has several groups of its number: what each is called. Where they differ is unread, and
   * nothing is written to any of them.
   */
  readonly twins?: readonly string[];
}

/**
 * What a record of the device list stands for. `onboarded`: a device that Defender protects. `inactive`: one that is
 * onboarded and has not reported for a while. `duplicate`: onboarded, but maybe the same device as another record.
 * `merged`: a record that lives on in another one. `discovered`: a device that Defender has only seen. `unknown`: the
 * record does not say.
 */
export const DEVICE_STATES = ['onboarded', 'inactive', 'duplicate', 'merged', 'discovered', 'unknown'] as const;

export type DeviceState = (typeof DEVICE_STATES)[number];

/** A device as the public API reports it (`/api/machines`). */
export interface Device {
  readonly id: string;
  /** The whole of `computerDnsName`; empty if the record has none. */
  readonly dnsName: string;
  /** Taken from the DNS name as `partsOfDnsName` cuts it: the API names neither. */
  readonly name: string;
  readonly domain: string;
  readonly os: string;
  readonly tags: readonly string[];
  /** Present where the record does not tell all its tags: one that is not among `tags` may be there. */
  readonly tagsUnread?: true;
  /**
   * The group in which Defender reports the device now; null if it reports none, `unknown` if the record lacks the
   * field.
   */
  readonly groupId: number | null | 'unknown';
  readonly state: DeviceState;
  /** Null if the record does not say. */
  readonly entraJoined: boolean | null;
}

/** Names of phones hold blanks, and a device that was only seen on the network can have its address for a name. */
const NOT_A_DNS_NAME = /\s|^\d{1,3}(?:\.\d{1,3}){3}$|:/u;

/** Cuts a DNS name into its first label and the rest. A name that cannot be one of DNS stays whole. */
export function partsOfDnsName(dnsName: string): { readonly name: string; readonly domain: string } {
  const dot = dnsName.indexOf('.');
  if (dot < 0 || NOT_A_DNS_NAME.test(dnsName)) return { name: dnsName, domain: '' };
  return { name: dnsName.slice(0, dot), domain: dnsName.slice(dot + 1) };
}

/** Whether two names may be of one device: the same in any case, or one of them the first label of the other. */
export function isSameDeviceName(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b || partsOfDnsName(a).name === b || partsOfDnsName(b).name === a;
}
