import type { Device } from '../../device-group.ts';
import { foldCase } from '../model/fold.ts';
import type { Ways } from './assumptions.ts';

/** What of a device, and how, is compared with the rows of a rule. */
export interface Compared {
  readonly name: (device: Device) => string;
  readonly domain: (device: Device) => string;
  readonly os: (device: Device) => string;
  readonly tags: (device: Device) => readonly string[];
  /** Makes a device's value, or a row's, comparable. */
  readonly ofDevice: (value: string) => string;
  readonly ofTag: (value: string) => string;
  readonly ofRow: (value: string) => string;
  /** The systems that a row's name stands for. */
  readonly systems: (name: string) => readonly string[];
  /** Whether rules take this device at all. */
  readonly isTaken: (device: Device) => boolean;
}

/** Two names of one system each, as they are seen in tenants (docs/facts/defender.md#portal-device-groups). */
const TWINS: readonly (readonly string[])[] = [
  ['Windows10', 'Windows10WVD'],
  ['Windows2016', 'WindowsServer2016'],
  ['Windows8server', 'Windows8blueserver'],
];

const WORKGROUP = 'WORKGROUP';

const DOMAINS: Readonly<Record<Ways['domain'], Compared['domain']>> = {
  'rest-of-name': ({ domain }) => domain,
  'not-of-entra': ({ domain, entraJoined }) => (entraJoined === true ? '' : domain),
  workgroup: ({ domain }) => (domain === '' ? WORKGROUP : domain),
};

const asItIs = (value: string): string => value;

export function comparedBy(ways: Ways): Compared {
  const fold = ways.case === 'ignored' ? foldCase : asItIs;
  return {
    name: ways.name === 'whole' ? ({ dnsName }) => dnsName : ({ name }) => name,
    domain: DOMAINS[ways.domain],
    os: ({ os }) => os,
    tags: ({ tags }) => tags,
    ofDevice: fold,
    ofTag: ways.blanks === 'trimmed' ? (value) => fold(value.trim()) : fold,
    ofRow: fold,
    systems: ways.os === 'twins' ? twinsOf : (name) => [name],
    isTaken: ways.discovered === 'ungrouped' ? ({ state }) => state !== 'discovered' : () => true,
  };
}

function twinsOf(name: string): readonly string[] {
  return TWINS.find((names) => names.some((twin) => foldCase(twin) === foldCase(name))) ?? [name];
}
