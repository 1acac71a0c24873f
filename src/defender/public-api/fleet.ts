import { z } from 'zod';
import { type Device, type DeviceState, partsOfDnsName } from '../../changes/device-group.ts';
import type { Freshness } from '../../requests/ports/tenant.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { Clock, Log } from '../../shared/runtime.ts';
import { answerFault, bearerCall, inKnownForm } from './bearer-call.ts';
import { createCallBudget, READING_LIMITS } from './call-budget.ts';

/** The devices of a tenant, and the device groups in which Defender reports them. */
export interface Fleet {
  readonly devices: readonly Device[];
  /** Names by id; groups without devices are absent. */
  readonly groups: ReadonlyMap<number, string>;
}

/** A field may be null. A missing field means that the format has changed. */
const machine = z.object({
  id: z.string().min(1),
  computerDnsName: z.string().nullable(),
  osPlatform: z.string().nullable(),
  machineTags: z.array(z.string()).nullable(),
  rbacGroupId: z.union([z.string(), z.number()]).nullable(),
  rbacGroupName: z.string().nullish(),
  onboardingStatus: z.string().nullish().catch(null),
  healthStatus: z.string().nullish().catch(null),
  mergedIntoMachineId: z.string().nullish().catch(null),
  isPotentialDuplication: z.boolean().nullish().catch(null),
  isAadJoined: z.boolean().nullish().catch(null),
});

/**
 * The API's name for the group of devices that match no group. In a tenant without groups, devices have group id 0 and
 * no name.
 */
const UNGROUPED = 'UnassignedGroup';

/** Builds the fleet from the records of `/api/machines`; `odd` counts the unreadable records. */
function fleetOf(records: readonly unknown[]): { readonly fleet: Fleet; readonly odd: number } {
  const devices: Device[] = [];
  const groups = new Map<number, string>();
  for (const record of records) {
    const parsed = machine.safeParse(record);
    if (!parsed.success) continue;
    const group = groupOf(parsed.data);
    devices.push(deviceOf(parsed.data, group?.id ?? null));
    if (group && group.name !== '') groups.set(group.id, group.name);
  }
  return { fleet: { devices, groups }, odd: records.length - devices.length };
}

function groupOf({ rbacGroupId, rbacGroupName }: z.infer<typeof machine>): { id: number; name: string } | null {
  const id = Number(rbacGroupId ?? 0);
  const name = rbacGroupName?.trim() ?? '';
  return Number.isInteger(id) && id !== 0 && name !== UNGROUPED ? { id, name } : null;
}

function deviceOf(one: z.infer<typeof machine>, groupId: number | null): Device {
  const dnsName = one.computerDnsName ?? '';
  return {
    id: one.id,
    dnsName,
    ...partsOfDnsName(dnsName),
    os: one.osPlatform ?? '',
    tags: one.machineTags ?? [],
    groupId,
    state: stateOf(one),
    entraJoined: one.isAadJoined ?? null,
  };
}

/** The values of `onboardingStatus` for a device that Defender has only seen (learn: machine). */
const DISCOVERED: readonly string[] = ['CanBeOnboarded', 'Unsupported', 'InsufficientInfo'];

function stateOf(one: z.infer<typeof machine>): DeviceState {
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
  /** How many calls the reading took. */
  readonly calls: number;
}

const SERVICE = { name: 'Defender', permission: 'Machine.Read.All on WindowsDefenderATP' } as const;
const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

/** The largest page of the API (learn: get-machines), and the most devices that Airlock reads. */
const PAGE = 10_000;
const MOST = 500_000;

/**
 * Reads every device of the tenant from the public API: `GET /api/machines`. It leaves out unreadable records and logs
 * how many there were. A page with only unreadable records is an error.
 * @returns a reader that throws the tenant's errors, and tenant-unsupported beyond 500,000 devices
 */
export function createFleetReader(options: FleetReaderOptions): () => Promise<FleetReading> {
  const { clock, log } = options;
  const call = bearerCall({ ...options, service: SERVICE, budget: createCallBudget(READING_LIMITS, clock) });
  return async () => {
    const readAt = clock.now();
    const records = new Map<string, unknown>();
    const asked = new Set<string>();
    for (let next: string | null = firstPage(0); next !== null; ) {
      if (asked.has(next)) inKnownForm(SERVICE, { success: false });
      asked.add(next);
      const { values, link } = await readPage(call, next);
      for (const [at, value] of values.entries()) records.set(keyOf(value, asked.size, at), value);
      assertReadable(records.size);
      next = link ?? (values.length < PAGE ? null : firstPage(asked.size * PAGE));
    }
    const { fleet, odd } = fleetOf([...records.values()]);
    if (odd > 0) log.warn({ odd, devices: fleet.devices.length }, 'unreadable device records left out');
    if (odd > 0 && fleet.devices.length === 0) inKnownForm(SERVICE, { success: false });
    return { ...fleet, readAt, calls: asked.size };
  };
}

function firstPage(skip: number): string {
  return `/api/machines?$top=${PAGE}&$skip=${skip}`;
}

/** The key that removes duplicates: while pages are being read, devices come and go, so one may appear twice. */
function keyOf(value: unknown, page: number, at: number): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return typeof id === 'string' ? id : `${page}:${at}`;
}

function assertReadable(devices: number): void {
  if (devices <= MOST) return;
  throw new AirlockError(
    'tenant-unsupported',
    `This tenant has more than ${MOST} devices, which Airlock cannot preview.`,
  );
}

/** Reads one page; 404 means that there is no device (learn: get-machines). */
async function readPage(
  call: ReturnType<typeof bearerCall>,
  path: string,
): Promise<{ values: readonly unknown[]; link: string | null }> {
  const { status, body } = await call(path);
  if (status === 404) return { values: [], link: null };
  if (status !== 200) throw answerFault(SERVICE, status);
  const { value, '@odata.nextLink': link } = inKnownForm(SERVICE, page.safeParse(body));
  return { values: value, link: link ?? null };
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
 * How long a list may be reused, in ms for each call after the first that it took. Constant reading then costs at most
 * ten calls a minute, a tenth of what Defender allows (docs/facts/defender.md#reading-apis). A list of up to 10,000
 * devices is always read anew.
 */
const REUSED_PER_CALL = 6_000;

export type ReadFleet = (devices?: Freshness) => Promise<FleetReading>;

/** Reads every device of the tenant, and reuses a recent list where the caller accepts one. */
export function createRecentFleet(read: () => Promise<FleetReading>, clock: Clock): ReadFleet {
  return recently(read, ({ calls }) => (calls - 1) * REUSED_PER_CALL, clock);
}
