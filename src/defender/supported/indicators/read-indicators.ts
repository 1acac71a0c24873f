import { z } from 'zod';
import { indicatorKey } from '../../../changes/supported/indicators/indicator-entry.ts';
import type { IndicatorRecord } from '../../../changes/tenant-snapshot.ts';
import { AirlockError } from '../../../shared/errors.ts';
import type { Service } from '../../public-api/answer-fault.ts';
import { type BearerCall, inKnownForm } from '../../public-api/bearer-call.ts';
import { recordOf } from './wire-indicator.ts';

export const TI_PERMISSION = 'Ti.ReadWrite.All';

export const INDICATORS: Service = { name: 'Defender', api: 'WindowsDefenderATP', permission: TI_PERMISSION };

/** The most that one page brings (learn: get-ti-indicators-collection). */
const PAGE = 10_000;

/** More pages than these never end: a tenant has 15,000 at most, and a page may hold fewer than were asked. */
const MOST_PAGES = 50;

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/** The indicators of the tenant. */
export interface IndicatorList {
  readonly byKey: ReadonlyMap<string, IndicatorRecord>;
  readonly total: number;
  /** How many came in a form that Airlock does not know: what is not in the list may be one of them. */
  readonly unread: number;
}

/**
 * Reads all indicators: two pages at most, where a filter could name only few values at once. A list that breaks off,
 * or whose links lead to nothing new, is none: what is not in it may be there.
 */
export async function readIndicators(call: BearerCall): Promise<IndicatorList> {
  const rows = new Set<string>();
  let next: string | null = pageFrom(0);
  for (let pages = 0; next !== null; pages += 1) {
    const { body, none } = await call(next);
    if (none && pages > 0) throw brokeOff();
    const read = none ? { value: [] } : inKnownForm(INDICATORS, page.safeParse(body));
    const before = rows.size;
    for (const row of read.value) rows.add(JSON.stringify(row));
    next = nextOf(read, rows.size);
    if (next !== null && (rows.size === before || pages === MOST_PAGES)) throw brokeOff();
  }
  return listOf([...rows].map((row): unknown => JSON.parse(row)));
}

function nextOf({ value, '@odata.nextLink': link }: z.infer<typeof page>, skip: number): string | null {
  if (link?.trim() === '') throw brokeOff();
  return link ?? (value.length < PAGE ? null : pageFrom(skip));
}

function pageFrom(skip: number): string {
  return `/api/indicators?$top=${PAGE}&$skip=${skip}`;
}

function brokeOff(): AirlockError {
  return new AirlockError('tenant-unavailable', "Defender's list of indicators broke off: there may be more.");
}

function listOf(rows: readonly unknown[]): IndicatorList {
  const records = rows.flatMap((row) => recordOf(row) ?? []);
  const found = new Map(records.map((one) => [indicatorKey(one), one]));
  return { byKey: found, total: rows.length, unread: rows.length - records.length };
}
