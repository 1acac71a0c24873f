import type { World } from '../../company/world.ts';
import { stableId } from '../../wire/stable-id.ts';

/** What the sandbox does on devices when it is called, by the API's names. */
export const ORDERED_TYPES = [
  'RunAntiVirusScan',
  'Isolate',
  'Unisolate',
  'RestrictCodeExecution',
  'UnrestrictCodeExecution',
] as const;

export type OrderedType = (typeof ORDERED_TYPES)[number];

type ActionEnd = 'Succeeded' | 'Failed' | 'TimeOut';
export type ActionStatus = 'Pending' | 'InProgress' | ActionEnd | 'Cancelled';

/** An action on a device as it was requested. Its progress follows from the time. */
export interface MachineAction {
  readonly id: string;
  readonly type: OrderedType | 'CollectInvestigationPackage';
  /** `Full` or `Quick` of a scan, `Full` or `Selective` of an isolation. */
  readonly scope: string | null;
  readonly requestor: string;
  readonly comment: string;
  readonly source: 'Portal' | 'PublicApi';
  readonly machineId: string;
  readonly computerDnsName: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly createdAt: number;
  /** From when on lists have it, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly listedAt: number;
  /** Milliseconds from creation until the device takes it; null: it does not connect. */
  waits: number | null;
  /** Milliseconds from creation to the end. */
  takes: number;
  readonly ends: ActionEnd;
  cancelled: { readonly by: string; readonly comment: string; readonly at: number } | null;
}

/** How devices take actions, as the controls say. */
export interface ActionHabits {
  /** Milliseconds until lists have a new action; its own address has it at once. */
  listLag: number;
  /** How actions to come end; by the state of the device's health where null. */
  ends: ActionEnd | null;
  /** Actions to come wait for their device until they are let go. */
  held: boolean;
  /** A second order of the same is refused with 400, or answered with the one that is pending. */
  again: 'refused' | 'pending';
  /** Ids of devices that were onboarded with restricted security operations. */
  readonly restricted: Set<string>;
}

interface Acts {
  /** Newest first. */
  readonly actions: MachineAction[];
  readonly habits: ActionHabits;
}

const kept = new WeakMap<World, Acts>();

function actsOf(world: World): Acts {
  const known = kept.get(world);
  if (known) return known;
  const habits: ActionHabits = { listLag: 0, ends: null, held: false, again: 'refused', restricted: new Set() };
  const fresh: Acts = { actions: pastActions(world), habits };
  kept.set(world, fresh);
  return fresh;
}

/** All actions of the world, newest first. The array is the world's own, so changing it changes the world. */
export function machineActionsOf(world: World): MachineAction[] {
  return actsOf(world).actions;
}

/** The world's own: changing them changes what happens to actions to come. */
export function actionHabitsOf(world: World): ActionHabits {
  return actsOf(world).habits;
}

/** The current status of an action, in the API's words. */
export function statusOf(action: MachineAction, now: number): ActionStatus {
  if (action.cancelled !== null) return 'Cancelled';
  const age = now - action.createdAt;
  if (action.waits === null || age < action.waits) return 'Pending';
  return age >= action.takes ? action.ends : 'InProgress';
}

export function isOpen(action: MachineAction, now: number): boolean {
  return ['Pending', 'InProgress'].includes(statusOf(action, now));
}

const HOUR = 3_600_000;

const HISTORY = [
  { type: 'RunAntiVirusScan', scope: 'Full', hours: 5, ends: 'Succeeded', comment: 'After the Wacatac alert' },
  { type: 'CollectInvestigationPackage', scope: null, hours: 20, ends: 'Succeeded', comment: 'Evidence for the case' },
  { type: 'Isolate', scope: 'Selective', hours: 44, ends: 'Succeeded', comment: 'Contain until looked at' },
  { type: 'RunAntiVirusScan', scope: 'Quick', hours: 70, ends: 'Failed', comment: 'Check after the call of the user' },
] as const;

/** Some history: actions that people of the SOC started in the days before. */
function pastActions(world: World): MachineAction[] {
  const hosts = world.machines.filter((one) => one.osPlatform.startsWith('Windows'));
  return HISTORY.flatMap(({ hours, ...one }, index) => {
    const machine = hosts[(index * 53 + 11) % Math.max(hosts.length, 1)];
    if (!machine) return [];
    const createdAt = Date.parse(machine.lastSeen) - hours * HOUR;
    return [
      {
        ...one,
        id: stableId('machine action', machine.id, 'past', index),
        requestor: 'sam@harbourline.example',
        source: 'Portal' as const,
        machineId: machine.id,
        computerDnsName: machine.computerDnsName,
        createdAt,
        listedAt: createdAt,
        waits: 15_000,
        takes: 15 * 60_000,
        cancelled: null,
      },
    ];
  });
}
