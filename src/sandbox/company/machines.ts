import { createHash } from 'node:crypto';
import { COMPANY } from './company.ts';
import type { Machine } from './world.ts';

interface Fleet {
  readonly prefix: string;
  readonly count: number;
  /** The label before the company's domain; null for devices that report no domain, such as phones. */
  readonly domain: string | null;
  readonly os: readonly string[];
  readonly tags: readonly string[];
  /** An additional tag on every n-th device. */
  readonly sometimes?: { readonly tag: string; readonly every: number };
}

const FLEETS: readonly Fleet[] = [
  {
    prefix: 'LAP-FIN',
    count: 48,
    domain: 'corp',
    os: ['Windows11', 'Windows11', 'Windows10'],
    tags: ['finance'],
    sometimes: { tag: 'privileged', every: 12 },
  },
  { prefix: 'LAP-SAL', count: 44, domain: 'corp', os: ['Windows11', 'Windows10'], tags: ['sales'] },
  {
    prefix: 'LAP-ENG',
    count: 40,
    domain: 'eng',
    os: ['Windows11', 'Linux', 'Windows11'],
    tags: ['engineering'],
    sometimes: { tag: 'lab', every: 10 },
  },
  { prefix: 'VDI-POOL', count: 30, domain: 'corp', os: ['Windows10WVD'], tags: ['vdi'] },
  { prefix: 'MAC-DES', count: 22, domain: 'corp', os: ['macOS'], tags: ['design'] },
  { prefix: 'PHN', count: 20, domain: null, os: ['iOS', 'Android'], tags: [] },
  { prefix: 'LAP-HR', count: 16, domain: 'corp', os: ['Windows11'], tags: ['hr'] },
  {
    prefix: 'LAP-EXE',
    count: 8,
    domain: 'corp',
    os: ['Windows11', 'macOS'],
    tags: ['vip'],
    sometimes: { tag: 'finance', every: 4 },
  },
  {
    prefix: 'SRV-DC',
    count: 6,
    domain: 'corp',
    os: ['WindowsServer2022', 'WindowsServer2025'],
    tags: ['privileged', 'tier0'],
  },
  {
    prefix: 'SRV-SQL',
    count: 14,
    domain: 'corp',
    os: ['WindowsServer2022', 'WindowsServer2019'],
    tags: ['database'],
    sometimes: { tag: 'treasury', every: 7 },
  },
  { prefix: 'SRV-WEB', count: 16, domain: 'dmz', os: ['Linux', 'WindowsServer2022'], tags: ['internet facing'] },
  { prefix: 'SRV-OLD', count: 8, domain: 'plant', os: ['WindowsServer2012R2', 'WindowsServer2016'], tags: ['legacy'] },
  { prefix: 'TRM-GATE', count: 18, domain: 'plant', os: ['Windows10'], tags: ['terminal'] },
  { prefix: 'LAB-RIG', count: 10, domain: 'lab', os: ['Windows11', 'Linux'], tags: ['lab'] },
];

const VERSIONS: Readonly<Record<string, string>> = {
  Windows11: '24H2',
  Windows10: '22H2',
  Windows10WVD: '22H2',
  macOS: '15.6',
  iOS: '18.6',
  Android: '15',
};

const RISKS = ['None', 'None', 'Low', 'None', 'Medium', 'None', 'None', 'Low', 'High'] as const;
const EXPOSURES = ['Low', 'Medium', 'Low', 'Low', 'High'] as const;
const MINUTE = 60_000;
const hash = (text: string): string => createHash('sha1').update(text).digest('hex');

function dnsName(fleet: Fleet, number: number): string {
  const label = `${fleet.prefix}-${String(number).padStart(4, '0')}`;
  return fleet.domain === null ? label.toLowerCase() : `${label}.${fleet.domain}.${COMPANY.domain}`;
}

function tagsOf(fleet: Fleet, number: number): string[] {
  const extra = fleet.sometimes;
  return extra !== undefined && number % extra.every === 0 ? [...fleet.tags, extra.tag] : [...fleet.tags];
}

function machine(fleet: Fleet, number: number, at: number): Machine {
  const computerDnsName = dnsName(fleet, number);
  const id = hash(computerDnsName);
  const seed = Number.parseInt(id.slice(0, 6), 16);
  const osPlatform = fleet.os[number % fleet.os.length] ?? 'Windows11';
  const silent = seed % 23 === 0;
  return {
    id,
    computerDnsName,
    osPlatform,
    version: VERSIONS[osPlatform] ?? 'Other',
    machineTags: tagsOf(fleet, number),
    healthStatus: silent ? 'Inactive' : seed % 41 === 0 ? 'ImpairedCommunication' : 'Active',
    onboardingStatus: 'Onboarded',
    riskScore: RISKS[seed % RISKS.length] ?? 'None',
    exposureLevel: EXPOSURES[seed % EXPOSURES.length] ?? 'Low',
    aadDeviceId: fleet.prefix.startsWith('SRV')
      ? null
      : `de${id.slice(0, 6)}-${id.slice(6, 10)}-4000-8000-${id.slice(10, 22)}`,
    lastSeen: new Date(at - (silent ? 9 * 24 * 60 : seed % 700) * MINUTE).toISOString(),
    lastIpAddress: `10.${20 + (seed % 8)}.${(seed >> 3) % 250}.${1 + ((seed >> 11) % 250)}`,
  };
}

/** Creates the company's 300 devices, the same on every call. They were last seen around `at` (milliseconds). */
export function createMachines(at: number): Machine[] {
  return FLEETS.flatMap((fleet) => Array.from({ length: fleet.count }, (_, index) => machine(fleet, index + 1, at)));
}
