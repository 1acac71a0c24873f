import { type Machine, recordWrite, type World } from '../../company/world.ts';
import { stableId } from '../../wire/stable-id.ts';
import { refusal } from '../../wire/wire-refusal.ts';
import { actionHabitsOf, isOpen, type MachineAction, machineActionsOf, type OrderedType } from './machine-actions.ts';

export interface Order {
  readonly type: OrderedType;
  readonly scope: string | null;
  readonly comment: string;
  readonly requestor: string;
}

/** Milliseconds until a device that is connected takes an action. */
const WAITS = 15_000;

/** Milliseconds that an action takes, from its order to its end. */
const TAKES: Readonly<Record<string, number>> = { Quick: 2 * 60_000, Full: 15 * 60_000 };
const ACT_TAKES = 45_000;

/** What the writes of the tenant call it. */
const DONE: Readonly<Record<OrderedType, (scope: string | null) => string>> = {
  RunAntiVirusScan: (scope) => `${scope} antivirus scan of`,
  Isolate: (scope) => (scope === 'Selective' ? 'Selective isolation of' : 'Isolation of'),
  Unisolate: () => 'Release from isolation of',
  RestrictCodeExecution: () => 'Restriction of app execution on',
  UnrestrictCodeExecution: () => 'Removal of app restrictions on',
};

/** Actions of one family are not begun while another of it is open. */
const FAMILY: Readonly<Record<OrderedType, string>> = {
  RunAntiVirusScan: 'scan',
  Isolate: 'isolation',
  Unisolate: 'isolation',
  RestrictCodeExecution: 'restriction',
  UnrestrictCodeExecution: 'restriction',
};

/** Platforms, as they begin, on which each can be done (learn: respond-machine-alerts). */
const PLATFORMS: Readonly<Record<string, readonly string[]>> = {
  scan: ['Windows', 'Linux', 'macOS'],
  isolation: ['Windows', 'Linux', 'macOS'],
  restriction: ['Windows'],
};

/**
 * Orders an action, stores it, and records the write in the tenant.
 * @returns the action, or the open one of the same kind where the tenant answers with it
 * @throws refusal 400 where the device cannot, or one is open
 */
export function orderAction(world: World, machine: Machine, order: Order): MachineAction {
  const family = FAMILY[order.type];
  const habits = actionHabitsOf(world);
  refuseUnable(machine, order, family);
  if (habits.restricted.has(machine.id)) {
    throw refusal(400, 'RestrictedSecurityOperation', 'The action is restricted on this device by its onboarding.');
  }
  const open = machineActionsOf(world).find(
    (one) =>
      one.machineId === machine.id && isOrdered(one.type) && FAMILY[one.type] === family && isOpen(one, world.now()),
  );
  if (open && habits.again === 'pending' && open.type === order.type) return open;
  if (open) throw refusal(400, 'ActiveRequestAlreadyExists', 'Action is already in progress');
  return store(world, machine, order);
}

function refuseUnable({ osPlatform }: Machine, order: Order, family: string): void {
  const fits = PLATFORMS[family]?.some((prefix) => osPlatform.startsWith(prefix)) ?? false;
  const isOnlyWindows = order.type === 'Isolate' && order.scope === 'Selective';
  if (fits && !(isOnlyWindows && !osPlatform.startsWith('Windows'))) return;
  throw refusal(400, 'OsPlatformNotSupported', `OS platform ${osPlatform} is not supported for this action.`);
}

function isOrdered(type: MachineAction['type']): type is OrderedType {
  return Object.hasOwn(FAMILY, type);
}

function store(world: World, machine: Machine, order: Order): MachineAction {
  const { listLag, ends, held } = actionHabitsOf(world);
  const actions = machineActionsOf(world);
  const action: MachineAction = {
    ...order,
    id: stableId('machine action', machine.id, actions.length),
    source: 'PublicApi',
    machineId: machine.id,
    computerDnsName: machine.computerDnsName,
    createdAt: world.now(),
    listedAt: world.now() + listLag,
    waits: held ? null : WAITS,
    takes: order.type === 'RunAntiVirusScan' ? (TAKES[order.scope ?? ''] ?? ACT_TAKES) : ACT_TAKES,
    ends: ends ?? (machine.healthStatus === 'Active' ? 'Succeeded' : 'Failed'),
    cancelled: null,
  };
  actions.unshift(action);
  recordWrite(world, order.requestor, `${DONE[order.type](order.scope)} ${machine.computerDnsName}`);
  return action;
}
