import { z } from 'zod';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { Service } from './answer-fault.ts';
import { type BearerCall, inKnownForm } from './bearer-call.ts';

export const MACHINES: Service = { name: 'Defender', api: 'WindowsDefenderATP', permission: 'Machine.Read.All' };

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/** The largest page of the API (learn: get-machines), and the most devices that Airlock reads. */
const PAGE = 10_000;
const MOST = 500_000;

/** The smallest page to ask for: one that is too slow or too large is asked for at half its size, twice. */
const SMALLEST = PAGE / 4;

/** How many pages in a row may be empty and still link to a next one. */
const MOST_EMPTY = 3;

/**
 * A service may take smaller pages than asked for. A page of a multiple of this may be such a one, and so may a first
 * page of any size: if the same devices come again, only the former is taken for one that goes on.
 */
const ROUND = 100;

/** How many records to ask for at once. A reading lowers it where it has to, and the next one begins there. */
interface PageSize {
  top: number;
}

export function createPageSize(): PageSize {
  return { top: PAGE };
}

export interface MachineRecords {
  /** As Defender sent them, each once. */
  readonly records: readonly unknown[];
  /** How many pages it took. */
  readonly pages: number;
  /** Whether the list ended without an end: there may be more. */
  readonly brokenOff: boolean;
}

interface Reading {
  readonly records: Map<string, unknown>;
  calls: number;
  /** How many pages brought anything. */
  pages: number;
  /** How many records came, with those that came twice. */
  received: number;
  /** How many records to ask for. */
  top: number;
  /** How many pages in a row were empty. */
  empty: number;
  /** Whether the last page was not full, so that the next one is only asked for to be sure. */
  makesSure: boolean;
  askedAgain: boolean;
}

/** `null`: Defender says that there is nothing. */
type Page = { readonly values: readonly unknown[]; readonly link: string | null } | null;

type Step = { readonly next: string } | 'whole' | 'broken-off';

/**
 * Reads all records of `GET /api/machines`, page by page: by Defender's own links, else by number. It stops where a
 * page brings nothing new, and asks for smaller pages where one is too slow or too large, of the whole list where it
 * followed links.
 * @throws AirlockError the tenant's errors, and tenant-unsupported beyond 500,000 devices
 */
export async function readMachines(call: BearerCall, size: PageSize): Promise<MachineRecords> {
  const reading: Reading = {
    records: new Map(),
    calls: 0,
    pages: 0,
    received: 0,
    top: size.top,
    empty: 0,
    makesSure: false,
    askedAgain: false,
  };
  let step: Step = { next: pathOf(reading) };
  while (typeof step === 'object') {
    const found: Page = await readPage(call, reading, step.next);
    step = found === null ? afterNone(reading, step) : afterPage(reading, found);
  }
  size.top = reading.top;
  return { records: [...reading.records.values()], pages: reading.pages, brokenOff: step === 'broken-off' };
}

function pathOf({ top, received }: Pick<Reading, 'top' | 'received'>): string {
  return `/api/machines?$top=${top}&$skip=${received}`;
}

async function readPage(call: BearerCall, reading: Reading, next: string): Promise<Page> {
  for (let asked = next; ; asked = pathOf(reading)) {
    reading.calls += 1;
    try {
      const { body, none } = await call(asked);
      if (none) return null;
      const { value, '@odata.nextLink': link } = inKnownForm(MACHINES, page.safeParse(body));
      return { values: value, link: link ?? null };
    } catch (error) {
      if (!isTooMuch(error) || reading.top <= SMALLEST) throw error;
      const isNumbered = asked === pathOf(reading);
      reading.top /= 2;
      // The size of a page behind a link of Defender's own is in the link: smaller ones begin with another list.
      if (!isNumbered) beginAnew(reading);
    }
  }
}

function beginAnew(reading: Reading): void {
  reading.records.clear();
  Object.assign(reading, { pages: 0, received: 0, empty: 0, makesSure: false, askedAgain: false });
}

/** Whether a page took too long, here or at a gateway, or was too large. */
function isTooMuch(error: unknown): boolean {
  if (!isAirlockError(error, 'tenant-unavailable')) return false;
  const { reason, status } = error.details;
  return reason === 'timed-out' || reason === 'too-large' || status === 408 || status === 504;
}

/**
 * A 404 means that no device is there (learn: get-machines). Behind other devices it is no end, so it is asked once
 * more.
 */
function afterNone(reading: Reading, asked: Exclude<Step, string>): Step {
  if (reading.received === 0 || reading.makesSure) return 'whole';
  if (reading.askedAgain) return 'broken-off';
  reading.askedAgain = true;
  return asked;
}

function afterPage(reading: Reading, { values, link }: NonNullable<Page>): Step {
  const [isFirst, wasToMakeSure] = [reading.pages + reading.empty === 0, reading.makesSure];
  const isNew = keep(reading, values);
  reading.empty = values.length === 0 ? reading.empty + 1 : 0;
  if (link !== null) {
    const goesOn = values.length === 0 ? reading.empty <= MOST_EMPTY : isNew;
    return goesOn ? { next: link } : 'broken-off';
  }
  reading.makesSure = values.length < reading.top;
  const isFull = !reading.makesSure || values.length % ROUND === 0;
  if (values.length === 0 || !(isFull || isFirst || (wasToMakeSure && isNew))) return 'whole';
  return isNew ? { next: pathOf(reading) } : 'broken-off';
}

/**
 * Keeps each record once: while pages are being read, devices come and go, so one may come twice.
 * @returns whether any device is new
 * @throws AirlockError tenant-unsupported
 */
function keep(reading: Reading, values: readonly unknown[]): boolean {
  const { records, calls } = reading;
  const ids = values.map(idOf);
  const isNew = ids.some((id) => id !== null && !records.has(id));
  // A page that was asked for to be sure and brings no device is the one before it again.
  const isAgain = reading.makesSure && !isNew;
  if (!isAgain) for (const [at, value] of values.entries()) records.set(ids[at] ?? `${calls}:${at}`, value);
  reading.received += values.length;
  reading.pages += values.length > 0 ? 1 : 0;
  if (records.size <= MOST) return isNew;
  throw new AirlockError(
    'tenant-unsupported',
    `This tenant has more than ${MOST} devices, which Airlock cannot preview.`,
  );
}

function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return typeof id === 'string' ? id : null;
}
