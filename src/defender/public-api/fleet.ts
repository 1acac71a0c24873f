import { z } from 'zod';
import { type Device, type DeviceState, partsOfDnsName } from '../../changes/device-group.ts';
import type { DevicesLack } from '../../changes/tenant-snapshot.ts';
import type { Freshness } from '../../requests/ports/tenant.ts';
import type { Clock, Log } from '../../shared/runtime.ts';
import { bearerCall, inKnownForm } from './bearer-call.ts';
import { createCallBudget, READING_LIMITS } from './call-budget.ts';
import { createPageSize, MACHINES, type MachineRecords, readMachines } from './machine-pages.ts';

/** The devices of a tenant, and the device groups in which Defender reports them. */
export interface Fleet {
  readonly devices: readonly Device[];
  /** Names by id; groups without devices are absent. */
  readonly groups: ReadonlyMap<number, string>;
  /** Absent if nothing is known to be missing. */
  readonly lacks?: DevicesLack;
}

/**
 * Only the id is needed. What is missing, or of another kind than expected, is not known; null means that it is none,
 * of all but tags, which come as an empty list where there are none.
 */
const text = z.string().nullish().catch(undefined);
const machine = z.object({
  id: z.string().min(1),
  computerDnsName: text,
  osPlatform: text,
  machineTags: z.array(z.unknown()).nullish().catch(undefined),
  rbacGroupId: z.union([z.string(), z.number()]).nullish().catch(undefined),
  rbacGroupName: text,
  onboardingStatus: text,
  healthStatus: text,
  mergedIntoMachineId: text,
  isPotentialDuplication: z.boolean().nullish().catch(undefined),
  isAadJoined: z.boolean().nullish().catch(undefined),
});

/**
 * The API's name for the group of devices that match no group. In a tenant without groups, devices have group id 0 and
 * no name.
 */
const UNGROUPED = 'UnassignedGroup';

type Machine = z.infer<typeof machine>;

/** The parts of a record that rules and counts go by. */
const TELLING = ['computerDnsName', 'osPlatform', 'machineTags', 'rbacGroupId'] as const;

/**
 * Builds the fleet from the records of `/api/machines`. A record without an id cannot be used.
 * @throws AirlockError tenant-schema if no record can be used, or none names its device: then the form has changed
 */
function fleetOf(records: readonly unknown[], { brokenOff, moved }: Omit<MachineRecords, 'records' | 'pages'>): Fleet {
  const machines = records.flatMap((record) => machine.safeParse(record).data ?? []);
  const isKnown = records.length === 0 || machines.some(({ computerDnsName }) => computerDnsName !== undefined);
  if (!isKnown) inKnownForm(MACHINES, { success: false });
  const devices = machines.map(deviceOf);
  const groups = new Map<number, string>();
  for (const [at, { groupId }] of devices.entries()) {
    const name = machines[at]?.rbacGroupName?.trim() ?? '';
    if (typeof groupId === 'number' && name !== '') groups.set(groupId, name);
  }
  const leftOut = records.length - machines.length;
  const incomplete = machines.filter(isIncomplete).length;
  if (leftOut + incomplete === 0 && !brokenOff && !moved) return { devices, groups };
  const lacks = { leftOut, brokenOff, ...(moved && { moved }), ...(incomplete > 0 && { incomplete }) };
  return { devices, groups, lacks };
}

function isIncomplete(one: Machine): boolean {
  return TELLING.some((key) => one[key] === undefined) || groupIdOf(one) === 'unknown' || !tellsTags(one);
}

/** A record without a list of tags, or with null for it, does not say that the device has none. */
function tellsTags({ machineTags }: Machine): boolean {
  return machineTags?.every((tag) => typeof tag === 'string') ?? false;
}

/** The number of the group in which Defender reports a device; null if it reports none. */
function groupIdOf({ rbacGroupId, rbacGroupName }: Machine): Device['groupId'] {
  const name = rbacGroupName?.trim() ?? '';
  if (name === UNGROUPED) return null;
  const id = Number(rbacGroupId ?? 0);
  if (rbacGroupId === undefined || !Number.isInteger(id)) return 'unknown';
  if (id !== 0) return id;
  // A group that is named without its number: which one it is is not known.
  return name === '' ? null : 'unknown';
}

function deviceOf(one: Machine): Device {
  const dnsName = one.computerDnsName ?? '';
  return {
    id: one.id,
    dnsName,
    ...partsOfDnsName(dnsName),
    os: one.osPlatform ?? '',
    tags: (one.machineTags ?? []).filter((tag) => typeof tag === 'string'),
    ...(!tellsTags(one) && { tagsUnread: true as const }),
    groupId: groupIdOf(one),
    state: stateOf(one),
    entraJoined: one.isAadJoined ?? null,
  };
}

/** The values of `onboardingStatus` for a device that Defender has only seen (learn: machine). */
const DISCOVERED: readonly string[] = ['CanBeOnboarded', 'Unsupported', 'InsufficientInfo'];

function stateOf(one: Machine): DeviceState {
  if (one.mergedIntoMachineId) return 'merged';
  if (DISCOVERED.includes(one.onboardingStatus ?? '')) return 'discovered';
  if (one.onboardingStatus !== 'Onboarded') return 'unknown';
  if (one.isPotentialDuplication) return 'duplicate';
  return one.healthStatus === 'Inactive' ? 'inactive' : 'onboarded';
}

export interface FleetReaderOptions {
  /** Origin: `https://api.security.microsoft.com`. */
  readonly baseUrl: string;
  /** Gets a token for WindowsDefenderATP. */
  readonly getToken: () => Promise<string>;
  readonly clock: Clock;
  /** Milliseconds for one page. */
  readonly timeoutMs: number;
  readonly log: Log;
}

export interface FleetReading extends Fleet {
  /** Milliseconds since 1970, when the reading began. */
  readonly readAt: number;
  /** How many pages it took. */
  readonly pages: number;
}

/**
 * Reads every device of the tenant from the public API: `GET /api/machines`. What the list lacks is told with it. A
 * list in which no record can be used is an error.
 * @returns a reader that throws the tenant's errors, and tenant-unsupported beyond 500,000 devices
 */
export function createFleetReader(options: FleetReaderOptions): () => Promise<FleetReading> {
  const { clock, log } = options;
  const call = bearerCall({ ...options, service: MACHINES, budget: createCallBudget(READING_LIMITS, clock) });
  const size = createPageSize();
  return async () => {
    const readAt = clock.now();
    const { records, pages, ...ended } = await readMachines(call, size);
    const fleet = fleetOf(records, ended);
    if (fleet.lacks) log.warn({ ...fleet.lacks, devices: fleet.devices.length }, 'the list of devices is not whole');
    return { ...fleet, readAt, pages };
  };
}

/**
 * Reuses a recent reading for callers that accept one. Such callers also share a reading that is in progress.
 * @param usableFor milliseconds from the beginning of the reading
 */
export function recently<T extends { readonly readAt: number }>(
  read: () => Promise<T>,
  usableFor: (reading: T) => number,
  clock: Clock,
): (freshness?: Freshness) => Promise<T> {
  let last: T | null = null;
  let running: Promise<T> | null = null;
  const readNow = async () => {
    const reading = read();
    running = reading;
    try {
      const found = await reading;
      if (last === null || found.readAt >= last.readAt) last = usableFor(found) > 0 ? found : null;
      return found;
    } finally {
      if (running === reading) running = null;
    }
  };
  return async (freshness = 'now') => {
    if (freshness === 'now') return readNow();
    if (last !== null && clock.now() - last.readAt < usableFor(last)) return last;
    return running ?? readNow();
  };
}

/**
 * How long a list may be reused, in ms for each page after the first. Constant reading then costs at most
 * ten calls a minute, a tenth of what Defender allows (docs/facts/defender.md#reading-apis). A list of up to 10,000
 * devices is always read anew.
 */
const REUSED_PER_PAGE = 6_000;

export type ReadFleet = (devices?: Freshness) => Promise<FleetReading>;

/** Reads every device of the tenant, and reuses a recent list where the caller accepts one. */
export function createRecentFleet(read: () => Promise<FleetReading>, clock: Clock): ReadFleet {
  return recently(read, ({ pages }) => Math.max(0, pages - 1) * REUSED_PER_PAGE, clock);
}
