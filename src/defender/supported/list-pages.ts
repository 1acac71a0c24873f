import { z } from 'zod';
import type { Service } from '../public-api/answer-fault.ts';
import { type BearerCall, inKnownForm } from '../public-api/bearer-call.ts';
import { isTooMuch } from '../public-api/machine-pages.ts';

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/** More calls than these never end, whatever the service says. */
const MOST_CALLS = 60;

/** How many pages in a row may be empty and still link to a next one. */
const MOST_EMPTY = 3;

/** A list that is read page by page: by the service's own links, else by number. */
export interface PagedList {
  readonly service: Service;
  /** The most that one page brings; where one is too slow or too large, half of it is asked for, twice. */
  readonly largest: number;
  pathOf(top: number, skip: number): string;
}

export interface PagesRead {
  /** As they came, each once. */
  readonly rows: readonly unknown[];
  /** False where the list broke off, moved between its pages, or its end is not proven: there may be more. */
  readonly isWhole: boolean;
}

interface Reading {
  readonly rows: Map<string, unknown>;
  top: number;
  skip: number;
  /** How many rows of the list were passed, and the last of them. */
  received: number;
  last: string | null;
  empty: number;
  isLinked: boolean;
  moved: boolean;
}

/** The next address to ask, or how the list ended. */
type Step = { readonly next: string } | { readonly isWhole: boolean };

/**
 * Reads a list to its end. A page may hold fewer rows than were asked for, so a list by number is whole only where
 * nothing comes behind its last row. A page begins with the last row of the one before, which shows that both are of
 * one list.
 * @throws AirlockError the tenant's errors; where there is no such list at all, that it is not found
 */
export async function readPages(call: BearerCall, list: PagedList): Promise<PagesRead> {
  const reading: Reading = { ...FROM_THE_START, rows: new Map(), top: list.largest };
  let step: Step = { next: list.pathOf(reading.top, 0) };
  for (let calls = 0; 'next' in step && calls < MOST_CALLS; calls += 1)
    step = await nextStep(call, list, reading, step.next);
  return { rows: [...reading.rows.values()], isWhole: 'isWhole' in step && step.isWhole && !reading.moved };
}

const FROM_THE_START = { skip: 0, received: 0, last: null, empty: 0, isLinked: false, moved: false };

async function nextStep(call: BearerCall, list: PagedList, reading: Reading, next: string): Promise<Step> {
  try {
    const { body, none } = await call(next);
    if (none && reading.rows.size === 0) throw none;
    if (none) return { isWhole: false };
    const { value, '@odata.nextLink': link } = inKnownForm(list.service, page.safeParse(body));
    if (typeof link === 'string') return afterLinked(reading, value, link.trim());
    return reading.isLinked ? ended(reading, value) : afterNumbered(list, reading, value);
  } catch (error) {
    if (!isTooMuch(error) || reading.top <= list.largest / 4) throw error;
    return { next: smaller(list, reading) };
  }
}

/** The size of a page behind a link of the service's own is in the link: smaller ones begin with another list. */
function smaller(list: PagedList, reading: Reading): string {
  reading.top /= 2;
  if (reading.isLinked) {
    reading.rows.clear();
    Object.assign(reading, FROM_THE_START);
  }
  return list.pathOf(reading.top, reading.skip);
}

function ended(reading: Reading, value: readonly unknown[]): Step {
  keep(reading, value);
  return { isWhole: true };
}

/** An empty link leads nowhere, and one behind which nothing new comes has no end. */
function afterLinked(reading: Reading, value: readonly unknown[], link: string): Step {
  const isNew = keep(reading, value);
  reading.isLinked = true;
  reading.empty = value.length === 0 ? reading.empty + 1 : 0;
  const goesOn = value.length === 0 ? reading.empty <= MOST_EMPTY : isNew;
  return link !== '' && goesOn ? { next: link } : { isWhole: false };
}

function afterNumbered(list: PagedList, reading: Reading, value: readonly unknown[]): Step {
  const { skip, received, last } = reading;
  if (value.length === 0) return { isWhole: skip === received };
  const follows = last === null || skip === received || value.some((row) => keyOf(row) === last);
  if (!keep(reading, value)) return { isWhole: skip + value.length <= received };
  reading.moved ||= !follows;
  reading.received = skip + value.length;
  reading.last = keyOf(value.at(-1));
  // Pages of one row would not get on, and of a list of one row a service that knows no numbers could not be told.
  reading.skip = value.length === 1 ? reading.received : reading.received - 1;
  return { next: list.pathOf(reading.top, reading.skip) };
}

/** Keeps each row once. @returns whether one of them is new */
function keep({ rows }: Reading, value: readonly unknown[]): boolean {
  const before = rows.size;
  for (const row of value) if (!rows.has(keyOf(row))) rows.set(keyOf(row), row);
  return rows.size > before;
}

function keyOf(row: unknown): string {
  const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : null;
  return typeof id === 'string' || typeof id === 'number' ? `${id}` : JSON.stringify(row);
}
