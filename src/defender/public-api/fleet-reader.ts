import { z } from 'zod';
import { AirlockError } from '../../errors.ts';
import type { Clock, Log } from '../../ports.ts';
import { answerFault, inKnownForm } from './answer-fault.ts';
import { bearerCall } from './bearer-call.ts';
import { createCallBudget, READING_LIMITS } from './call-budget.ts';
import { type Fleet, fleetOf } from './fleet-of.ts';

export interface FleetReaderOptions {
  /** Origin: `https://api.security.microsoft.com`. */
  readonly baseUrl: string;
  /** Token for WindowsDefenderATP. */
  readonly getToken: () => Promise<string>;
  readonly clock: Clock;
  /** Milliseconds for one page. */
  readonly timeoutMs: number;
  readonly log: Log;
}

export interface FleetReading extends Fleet {
  /** Milliseconds since 1970, when the reading began. */
  readonly readAt: number;
  /** How many calls it took. */
  readonly calls: number;
}

const SERVICE = { name: 'Defender', permission: 'Machine.Read.All on WindowsDefenderATP' } as const;

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

/** The largest page that the API gives, and the largest tenant that is read (learn: get-machines). */
const PAGE = 10_000;
const MOST = 500_000;

/**
 * Every device of the tenant by the public API: `GET /api/machines`. A record that cannot be read is left out, and how many were is logged;
 * a page without any that can is an unknown form.
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
    if (odd > 0) log.warn({ odd, devices: fleet.devices.length }, 'device records that cannot be read were left out');
    if (odd > 0 && fleet.devices.length === 0) inKnownForm(SERVICE, { success: false });
    return { ...fleet, readAt, calls: asked.size };
  };
}

function firstPage(skip: number): string {
  return `/api/machines?$top=${PAGE}&$skip=${skip}`;
}

/** Devices that come and go while pages are read show up twice. */
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

/** 404 means that there is no device (learn: get-machines). */
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
