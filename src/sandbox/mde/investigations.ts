import type { Machine, World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';

/** An automated investigation with the alert that triggered it; `investigation` is in the public API's form. */
export interface InvestigationRecord {
  readonly investigation: {
    readonly id: string;
    readonly startTime: string;
    readonly endTime: string | null;
    readonly cancelledBy: string | null;
    readonly state: InvestigationState;
    readonly statusDetails: string | null;
    readonly machineId: string;
    readonly computerDnsName: string;
    readonly triggeringAlertId: string;
  };
  readonly machine: Machine;
  readonly alert: AlertSketch;
  /** ISO 8601, UTC. */
  readonly lastUpdate: string;
}

interface AlertSketch {
  readonly title: string;
  readonly category: string;
  readonly severity: 'informational' | 'low' | 'medium' | 'high';
  readonly status: 'new' | 'inProgress' | 'resolved';
  readonly threat: string | null;
  /** Addresses and URLs that the alert names; absent for none. */
  readonly network?: { readonly addresses: readonly string[]; readonly urls: readonly string[] };
}

/** All states of an investigation (learn: investigation resource type). */
export const INVESTIGATION_STATES = [
  'Unknown',
  'Terminated',
  'SuccessfullyRemediated',
  'Benign',
  'Failed',
  'PartiallyRemediated',
  'Running',
  'PendingApproval',
  'PendingResource',
  'PartiallyInvestigated',
  'TerminatedByUser',
  'TerminatedBySystem',
  'Queued',
  'InnerFailure',
  'PreexistingAlert',
  'UnsupportedOs',
  'UnsupportedAlertType',
  'SuppressedAlert',
] as const;

type InvestigationState = (typeof INVESTIGATION_STATES)[number];

interface Sketch {
  readonly state: InvestigationState;
  /** Hours before the machine was last seen. */
  readonly began: number;
  /** Hours from beginning to end; null while it is open. */
  readonly took: number | null;
  readonly details?: string;
  readonly network?: AlertSketch['network'];
  readonly alert: readonly [
    title: string,
    category: string,
    AlertSketch['severity'],
    AlertSketch['status'],
    threat: string | null,
  ];
}

const SKETCHES: readonly Sketch[] = [
  {
    state: 'PendingApproval',
    began: 30,
    took: null,
    alert: ["'Wacatac' malware was detected", 'Malware', 'medium', 'new', 'Wacatac'],
  },
  {
    state: 'PendingApproval',
    began: 3,
    took: null,
    alert: ['Suspicious scheduled task', 'Persistence', 'medium', 'inProgress', null],
  },
  {
    state: 'Running',
    began: 1,
    took: null,
    network: { addresses: ['203.0.113.24', '10.20.0.9'], urls: ['https://stage.evil.example/two.ps1'] },
    alert: ['Suspicious PowerShell command line', 'Execution', 'medium', 'new', null],
  },
  {
    state: 'SuccessfullyRemediated',
    began: 52,
    took: 0.4,
    alert: ["'Emotet' malware was prevented", 'Malware', 'informational', 'resolved', 'Emotet'],
  },
  {
    state: 'Benign',
    began: 71,
    took: 0.2,
    alert: ['Unusual number of failed sign-ins', 'CredentialAccess', 'low', 'resolved', null],
  },
  {
    state: 'PartiallyRemediated',
    began: 44,
    took: 1.5,
    details: 'One item could not be quarantined.',
    alert: ["'Qakbot' malware was detected", 'Malware', 'high', 'inProgress', 'Qakbot'],
  },
  {
    state: 'Failed',
    began: 96,
    took: 2,
    details: 'The device went offline.',
    alert: ['Possible ransomware activity', 'Ransomware', 'high', 'new', null],
  },
  {
    state: 'TerminatedBySystem',
    began: 160,
    took: 24,
    details: 'Time-out.',
    alert: ['Hacktool was detected', 'Malware', 'low', 'resolved', null],
  },
];

const HOUR = 3_600_000;
const FIRST_ID = 4021;
const made = new WeakMap<World, readonly InvestigationRecord[]>();

/** The company's investigations, newest first; the same on every call for a world. */
export function investigationsOf(world: World): readonly InvestigationRecord[] {
  const known = made.get(world);
  if (known) return known;
  const hosts = world.machines.filter((one) => one.osPlatform.startsWith('Windows') && one.healthStatus === 'Active');
  const records = SKETCHES.flatMap((sketch, index) => {
    const machine = hosts[(index * 37) % Math.max(hosts.length, 1)];
    return machine ? [recordOf(sketch, machine, index)] : [];
  });
  records.sort((one, other) => other.investigation.startTime.localeCompare(one.investigation.startTime));
  made.set(world, records);
  return records;
}

function recordOf(sketch: Sketch, machine: Machine, index: number): InvestigationRecord {
  const start = Date.parse(machine.lastSeen) - sketch.began * HOUR;
  const end = sketch.took === null ? null : isoOf(start + sketch.took * HOUR);
  const [title, category, severity, status, threat] = sketch.alert;
  const digits = BigInt(`0x${stableId('alert', machine.id, index).replaceAll('-', '').slice(0, 15)}`).toString();
  return {
    investigation: {
      id: String(FIRST_ID + index),
      startTime: isoOf(start),
      endTime: end,
      cancelledBy: null,
      state: sketch.state,
      statusDetails: sketch.details ?? null,
      machineId: machine.id,
      computerDnsName: machine.computerDnsName,
      triggeringAlertId: `da${digits}_${1_000_000_000 + index}`,
    },
    machine,
    alert: { title, category, severity, status, threat, ...(sketch.network && { network: sketch.network }) },
    lastUpdate: end ?? isoOf(start),
  };
}

function isoOf(time: number): string {
  return new Date(Math.round(time / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
