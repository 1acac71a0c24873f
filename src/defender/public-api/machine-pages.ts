import { z } from 'zod';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
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
 * A page by number begins with the last record of the page before: where that is not there, the list has moved between
 * the two, and records may have slipped through. Then it begins so many records earlier, once.
 */
const STEP_BACK = 500;

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
  /** Whether the list ended without an end, or its end is not proven: there may be more. */
  readonly brokenOff: boolean;
  /** Whether the list moved between its pages, so that some records may have slipped through. */
  readonly moved: boolean;
}

interface Reading {
  readonly records: Map<string, unknown>;
  calls: number;
  /** How many pages brought anything. */
  pages: number;
  /** Which record the last page began with, and with how many of the list it ended. */
  skip: number;
  received: number;
  /** The last record with an id: where it is in the list, and its id. */
  last: number | null;
  lastId: string | null;
  /** How many records to ask for. */
  top: number;
  /** How many pages in a row were empty. */
  empty: number;
  /** Whether the last page was not full, so that the next one is only asked for to be sure. */
  makesSure: boolean;
  askedAgain: boolean;
  steppedBack: boolean;
  moved: boolean;
  isLinked: boolean;
}

/** `null`: Defender says that there is nothing. */
type Page = {
  readonly values: readonly unknown[];
  readonly link: string | null;
  /** Whether it has a link that is empty. */
  readonly leadsNowhere: boolean;
} | null;

type Step = { readonly next: string } | 'whole' | 'broken-off';

/**
 * Reads all records of `GET /api/machines`, page by page: by Defender's own links, else by number. It stops where a
 * page brings nothing new, and asks for smaller pages where one is too slow or too large, of the whole list where it
 * followed links. A list by number is whole only where nothing comes behind its last record.
 * @throws AirlockError the tenant's errors, and tenant-unsupported beyond 500,000 devices
 */
export async function readMachines(call: BearerCall, size: PageSize): Promise<MachineRecords> {
  const reading: Reading = { ...FROM_THE_START, records: new Map(), calls: 0, top: size.top };
  let step: Step = { next: pathOf(reading) };
  while (typeof step === 'object') {
    const found: Page = await readPage(call, reading, step.next);
    step = found === null ? afterNone(reading, step) : afterPage(reading, found);
  }
  size.top = reading.top;
  const { records, pages, moved } = reading;
  return { records: [...records.values()], pages, brokenOff: step === 'broken-off', moved };
}

const FROM_THE_START = {
  pages: 0,
  skip: 0,
  received: 0,
  last: null,
  lastId: null,
  isLinked: false,
  empty: 0,
  makesSure: false,
  askedAgain: false,
  steppedBack: false,
  moved: false,
};

function pathOf({ top, skip }: Pick<Reading, 'top' | 'skip'>): string {
  return `/api/machines?$top=${top}&$skip=${skip}`;
}

/** The next page by number. Asked again for the first record, a service that knows no numbers could not be told. */
function nextPage(reading: Reading, back = 0): Step {
  const last = reading.last ?? 0;
  reading.skip = last === 0 ? reading.received : Math.max(0, last - back);
  return { next: pathOf(reading) };
}

async function readPage(call: BearerCall, reading: Reading, next: string): Promise<Page> {
  for (let asked = next; ; asked = pathOf(reading)) {
    reading.calls += 1;
    try {
      const { body, none } = await call(asked);
      if (none) return null;
      const { value, '@odata.nextLink': link } = inKnownForm(MACHINES, page.safeParse(body));
      return { values: value, link: link?.trim() || null, leadsNowhere: link?.trim() === '' };
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
  Object.assign(reading, FROM_THE_START);
}

/** Whether a page took too long, here or at a gateway, or was too large. */
export function isTooMuch(error: unknown): boolean {
  if (!isAirlockError(error, 'tenant-unavailable')) return false;
  const { reason, status } = error.details;
  return reason === 'timed-out' || reason === 'too-large' || status === 408 || status === 504;
}

/**
 * A 404 means that no device is there (learn: get-machines). Behind other devices it is no end, so it is asked once
 * more.
 */
function afterNone(reading: Reading, asked: Exclude<Step, string>): Step {
  if (reading.records.size === 0 || reading.makesSure) return 'whole';
  if (reading.askedAgain) return 'broken-off';
  reading.askedAgain = true;
  return asked;
}

/** A link to nowhere says nothing at the beginning, where the list is read by number, and breaks off behind others. */
function afterPage(reading: Reading, { values, link, leadsNowhere }: NonNullable<Page>): Step {
  const ids = values.map(idOf);
  const isNew = ids.some((id) => id !== null && !reading.records.has(id));
  reading.empty = values.length === 0 ? reading.empty + 1 : 0;
  if (link === null)
    return reading.isLinked ? lastLinked(reading, values, leadsNowhere) : afterNumbered(reading, values, ids, isNew);
  reading.isLinked = true;
  keep(reading, values, `${reading.calls}`);
  const goesOn = values.length === 0 ? reading.empty <= MOST_EMPTY : isNew;
  return goesOn ? { next: link } : 'broken-off';
}

function lastLinked(reading: Reading, values: readonly unknown[], leadsNowhere: boolean): Step {
  keep(reading, values, `${reading.calls}`);
  return leadsNowhere ? 'broken-off' : 'whole';
}

type Ids = readonly (string | null)[];

function afterNumbered(reading: Reading, values: readonly unknown[], ids: Ids, isNew: boolean): Step {
  const [isFirst, end] = [reading.last === null, reading.skip + values.length];
  if (values.length === 0) return 'whole';
  if (!isNew) {
    if (isFirst) keep(reading, values, '');
    return !isFirst && !reading.steppedBack && end <= reading.received ? 'whole' : 'broken-off';
  }
  const follows = isFirst || isBehind(reading, ids);
  if (!follows && !reading.steppedBack && !reading.moved) {
    reading.steppedBack = true;
    return nextPage(reading, STEP_BACK);
  }
  keep(reading, values, '');
  Object.assign(reading, {
    received: end,
    last: reading.skip + ids.findLastIndex((id) => id !== null),
    lastId: ids.findLast((id) => id !== null),
    makesSure: values.length < reading.top,
    moved: reading.moved || !follows,
    steppedBack: false,
  });
  return nextPage(reading);
}

/** Whether a page goes on where the one before it ended, and brings nothing again behind that. */
function isBehind({ records, lastId }: Reading, ids: Ids): boolean {
  const at = ids.indexOf(lastId);
  return at >= 0 && ids.slice(at + 1).every((id) => id === null || !records.has(id));
}

/**
 * Keeps each record once: while pages are being read, devices come and go, so one may come twice. One without an id is
 * told by its place.
 * @throws AirlockError tenant-unsupported
 */
function keep(reading: Reading, values: readonly unknown[], page: string): void {
  const { records, skip } = reading;
  for (const [at, value] of values.entries()) records.set(idOf(value) ?? `${page}:${skip + at}`, value);
  reading.pages += values.length > 0 ? 1 : 0;
  if (records.size <= MOST) return;
  throw new AirlockError(
    'tenant-unsupported',
    t`This tenant has more than ${MOST} devices, which Airlock cannot preview.`,
  );
}

function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return typeof id === 'string' ? id : null;
}
