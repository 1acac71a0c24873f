import type { Machine, World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';

/** How long a scan takes, in milliseconds of the world's clock. */
const SCAN_TAKES = { Quick: 2 * 60_000, Full: 15 * 60_000 } as const;

/** How long an action waits for the device to connect, in milliseconds. */
const PENDING_FOR = 15_000;

export type ScanType = keyof typeof SCAN_TAKES;

/** An action on a device as it was requested. Its progress follows from the time. */
export interface MachineAction {
  readonly id: string;
  readonly type: 'RunAntiVirusScan' | 'Isolate' | 'Unisolate' | 'CollectInvestigationPackage';
  readonly scope: string | null;
  readonly requestor: string;
  readonly comment: string;
  readonly source: 'Portal' | 'PublicApi';
  readonly machine: Machine;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly createdAt: number;
  /** Milliseconds from creation to the end. */
  readonly takes: number;
  readonly ends: 'Succeeded' | 'Failed';
}

const kept = new WeakMap<World, MachineAction[]>();

/** All actions of the world, newest first. The array is the world's own, so changing it changes the world. */
export function machineActionsOf(world: World): MachineAction[] {
  const known = kept.get(world);
  if (known) return known;
  const fresh = pastActions(world);
  kept.set(world, fresh);
  return fresh;
}

/** The current status of an action, in the API's words. */
export function statusOf(action: MachineAction, now: number): 'Pending' | 'InProgress' | 'Succeeded' | 'Failed' {
  const age = now - action.createdAt;
  if (age >= action.takes) return action.ends;
  return age < PENDING_FOR ? 'Pending' : 'InProgress';
}

/** Starts a scan, stores it, and records the write in the tenant. */
export function orderScan(
  world: World,
  machine: Machine,
  type: ScanType,
  comment: string,
  requestor: string,
): MachineAction {
  const actions = machineActionsOf(world);
  const action: MachineAction = {
    id: stableId('machine action', machine.id, actions.length),
    type: 'RunAntiVirusScan',
    scope: type,
    requestor,
    comment,
    source: 'PublicApi',
    machine,
    createdAt: world.now(),
    takes: SCAN_TAKES[type],
    ends: machine.healthStatus === 'Active' ? 'Succeeded' : 'Failed',
  };
  actions.unshift(action);
  const at = new Date(world.now()).toISOString();
  world.tenant.writes.push({ at, what: `${type} antivirus scan of ${machine.computerDnsName}`, by: requestor });
  world.changes.emit('change');
  return action;
}

/** Some history: actions that people of the SOC started in the days before. */
function pastActions(world: World): MachineAction[] {
  const hosts = world.machines.filter((one) => one.osPlatform.startsWith('Windows'));
  const history = [
    { type: 'RunAntiVirusScan', scope: 'Full', hours: 5, ends: 'Succeeded', comment: 'After the Wacatac alert' },
    {
      type: 'CollectInvestigationPackage',
      scope: null,
      hours: 20,
      ends: 'Succeeded',
      comment: 'Evidence for the case',
    },
    { type: 'Isolate', scope: 'Selective', hours: 44, ends: 'Succeeded', comment: 'Contain until looked at' },
    {
      type: 'RunAntiVirusScan',
      scope: 'Quick',
      hours: 70,
      ends: 'Failed',
      comment: 'Check after the call of the user',
    },
  ] as const;
  return history.flatMap(({ hours, ...one }, index) => {
    const machine = hosts[(index * 53 + 11) % Math.max(hosts.length, 1)];
    if (!machine) return [];
    const createdAt = Date.parse(machine.lastSeen) - hours * 3_600_000;
    const id = stableId('machine action', machine.id, 'past', index);
    return [
      {
        ...one,
        id,
        requestor: 'sam@harbourline.example',
        source: 'Portal' as const,
        machine,
        createdAt,
        takes: SCAN_TAKES.Full,
      },
    ];
  });
}
