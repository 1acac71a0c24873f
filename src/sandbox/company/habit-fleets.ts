import { createHash } from 'node:crypto';
import type { HabitName } from '../../shared/played-tenants.ts';
import { COMPANY } from './company.ts';
import { createMachines } from './machines.ts';
import type { Machine } from './world.ts';

const DAY = 86_400_000;
const hash = (text: string): string => createHash('sha1').update(text).digest('hex');

/**
 * The company's devices in a tenant with this habit: the same on every call, last seen around `at` (milliseconds). As
 * assumed, they are those of `createMachines`.
 */
export function fleetOf(habit: HabitName, at: number): Machine[] {
  const machines = createMachines(at);
  const alter = FLEETS[habit];
  return alter === undefined ? machines : machines.flatMap((machine, index) => alter(machine, index, at));
}

type Alter = (machine: Machine, index: number, at: number) => Machine | Machine[];

/** Only the habits that show in the devices themselves. */
const FLEETS: Readonly<Partial<Record<HabitName, Alter>>> = {
  'case-counts': (machine, index) => (index % 3 === 0 ? retagged(machine, capital) : machine),
  'twin-os': (machine) => ({ ...machine, osPlatform: TWINS[machine.osPlatform] ?? machine.osPlatform }),
  'entra-joined': (machine, index) => (isServer(machine) ? machine : entraJoined(machine, index)),
  'other-domains': (machine) => ({ ...machine, adDomain: adDomainOf(machine) }),
  'dynamic-tags': (machine, index) => (index % 2 === 0 ? withDynamicTags(machine) : machine),
  discovered: (machine, index, at) => [index % 4 === 0 ? silent(machine, at) : machine, ...seenBeside(machine, index)],
  duplicates: (machine, index, at) => [machine, ...recordsBeside(machine, index, at)],
  untrimmed: (machine, index) => (index % 2 === 0 ? retagged(machine, blankAfter) : machine),
  'trimmed-tags': (machine, index) => (index % 3 === 0 ? retagged(machine, blankAfter) : machine),
};

/** The other name of a system, as records of some devices have it (facts: A.3, names seen). */
const TWINS: Readonly<Record<string, string>> = { WindowsServer2016: 'Windows2016', Windows10WVD: 'Windows10' };

const capital = (tag: string): string => tag.charAt(0).toUpperCase() + tag.slice(1);
const blankAfter = (tag: string): string => `${tag} `;

function retagged(machine: Machine, how: (tag: string) => string): Machine {
  return { ...machine, machineTags: machine.machineTags.map(how) };
}

function isServer({ computerDnsName }: Machine): boolean {
  return computerDnsName.startsWith('SRV');
}

/** The record has one label and no domain. Every second device is known in its domain all the same. */
function entraJoined(machine: Machine, index: number): Machine {
  const [label = '', ...domain] = machine.computerDnsName.split('.');
  return {
    ...machine,
    computerDnsName: label.toLowerCase(),
    aadDeviceId: machine.aadDeviceId ?? guid(machine.id),
    adDomain: index % 2 === 0 ? domain.join('.') : '',
  };
}

function guid(id: string): string {
  return `de${id.slice(0, 6)}-${id.slice(6, 10)}-4000-8000-${id.slice(10, 22)}`;
}

/** Engineering is in the lab's domain, the lab in one of its own; the DNS names say otherwise. */
function adDomainOf({ computerDnsName }: Machine): string {
  const [, site = '', ...rest] = computerDnsName.split('.');
  const domain = { eng: 'lab', lab: 'rigs' }[site] ?? site;
  return [domain, ...rest].filter((part) => part !== '').join('.');
}

function withDynamicTags(machine: Machine): Machine {
  const { machineTags } = machine;
  return { ...machine, machineTags: machineTags.slice(1), dynamicTags: machineTags.slice(0, 1) };
}

function silent(machine: Machine, at: number): Machine {
  return { ...machine, healthStatus: 'Inactive', lastSeen: new Date(at - 20 * DAY).toISOString() };
}

const SEEN_STATUS = ['CanBeOnboarded', 'Unsupported', 'InsufficientInfo'] as const;

/** Three devices seen near each one: printers of the lab, private phones, and devices that are known by address. */
function seenBeside(machine: Machine, index: number): Machine[] {
  const number = String(index + 1).padStart(4, '0');
  const names: readonly (readonly [string, string])[] = [
    [`PRN-${number}.lab.${COMPANY.domain}`, 'Unknown'],
    [`Maxi Muster iPhone ${index + 1} (2nd generation)`, 'iOS'],
    [`10.44.${Math.floor(index / 250)}.${(index % 250) + 1}`, 'Unknown'],
  ];
  return names.map(([computerDnsName, osPlatform], at) => ({
    ...machine,
    id: hash(computerDnsName),
    computerDnsName,
    osPlatform,
    version: 'Other',
    machineTags: [],
    healthStatus: 'NoSensorData',
    onboardingStatus: SEEN_STATUS[(index + at) % SEEN_STATUS.length] ?? 'InsufficientInfo',
    riskScore: 'None',
    aadDeviceId: null,
  }));
}

/** An older record that was merged into the device's, and a second one of the same device that was not. */
function recordsBeside(machine: Machine, index: number, at: number): Machine[] {
  const older = silent({ ...machine, id: hash(`older ${machine.id}`), mergedIntoMachineId: machine.id }, at);
  const double = { ...machine, id: hash(`double ${machine.id}`), isPotentialDuplication: true };
  return [...(index % 5 === 0 ? [older] : []), ...(index % 7 === 0 ? [double] : [])];
}
