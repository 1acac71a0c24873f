import type { HabitName } from '../../shared/played-tenants.ts';
import type { Machine } from '../company/world.ts';

/** How a tenant compares what a device has with what a row of a rule asks for. */
export interface Comparing {
  /** `Property` of a row -> the values of a device that it tests (facts: A.3). An unknown property has none. */
  readonly values: Readonly<Record<number, (machine: Machine) => readonly string[]>>;
  /** `OperatorType` of a row -> its test. An unknown operator matches nothing. */
  readonly operators: Readonly<Record<number, (actual: string, wanted: string) => boolean>>;
  /** What is compared of a device's value, and what of a row's. */
  readonly actual: (value: string) => string;
  readonly wanted: (value: string) => string;
}

const startsWith = (actual: string, wanted: string): boolean => actual.startsWith(wanted);
const endsWith = (actual: string, wanted: string): boolean => actual.endsWith(wanted);

const ASSUMED: Comparing = {
  values: {
    0: (machine) => [partsOf(machine.computerDnsName).name],
    1: (machine) => [machine.adDomain ?? partsOf(machine.computerDnsName).domain],
    2: ({ machineTags, dynamicTags = [] }) => [...machineTags, ...dynamicTags],
    3: (machine) => [machine.osPlatform],
  },
  operators: {
    0: startsWith,
    1: endsWith,
    2: (actual, wanted) => actual === wanted,
    3: (actual, wanted) => actual.includes(wanted),
    4: (actual, wanted) => listIn(wanted).includes(actual),
  },
  actual: (value) => value.toLowerCase(),
  wanted: (value) => value.trim().toLowerCase(),
};

/** Two names of one system each. */
const TWINS = [
  ['Windows10', 'Windows10WVD'],
  ['Windows2016', 'WindowsServer2016'],
  ['Windows8server', 'Windows8blueserver'],
];

/** Only the habits that show in how rows are compared, and how they differ from what is assumed. */
const HABITS: Readonly<Partial<Record<HabitName, Partial<Comparing>>>> = {
  'whole-names': { values: { ...ASSUMED.values, 0: (machine) => [machine.computerDnsName] } },
  'case-counts': { actual: (value) => value, wanted: (value) => value.trim() },
  'twin-os': { values: { ...ASSUMED.values, 3: (machine) => namesOf(machine.osPlatform) } },
  'other-operators': { operators: { ...ASSUMED.operators, 0: endsWith, 1: startsWith } },
  untrimmed: { wanted: (value) => value.toLowerCase() },
  'trimmed-tags': { actual: (value) => value.trim().toLowerCase() },
};

export function comparingOf(habit: HabitName): Comparing {
  return { ...ASSUMED, ...HABITS[habit] };
}

function namesOf(system: string): readonly string[] {
  return TWINS.find((names) => names.includes(system)) ?? [system];
}

/** Names of phones have blanks, and a device that was only seen may be called by its address: neither has a domain. */
function partsOf(dnsName: string): { readonly name: string; readonly domain: string } {
  const dot = dnsName.indexOf('.');
  const isWhole = dot < 0 || dnsName.includes(' ') || /^[\d.]+$/.test(dnsName) || dnsName.includes(':');
  return isWhole ? { name: dnsName, domain: '' } : { name: dnsName.slice(0, dot), domain: dnsName.slice(dot + 1) };
}

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
