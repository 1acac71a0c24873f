import { z } from 'zod';
import { indicatorKey } from '../../../changes/supported/indicators/indicator-entry.ts';
import type { IndicatorRecord } from '../../../changes/tenant-snapshot.ts';
import type { Service } from '../../public-api/answer-fault.ts';
import { type BearerCall, inKnownForm } from '../../public-api/bearer-call.ts';
import { recordOf } from './wire-indicator.ts';

export const TI_PERMISSION = 'Ti.ReadWrite.All';

export const INDICATORS: Service = { name: 'Defender', api: 'WindowsDefenderATP', permission: TI_PERMISSION };

/** The most that one page brings (learn: get-ti-indicators-collection). */
const PAGE = 10_000;

/** A tenant has 15,000 at most: more pages than these never end. */
const MOST_PAGES = 5;

const page = z.object({ value: z.array(z.unknown()) });

/** The indicators of the tenant. */
export interface IndicatorList {
  readonly byKey: ReadonlyMap<string, IndicatorRecord>;
  readonly total: number;
  /** How many came in a form that Airlock does not know: what is not in the list may be one of them. */
  readonly unread: number;
}

/** Reads all indicators: two pages at most, where a filter could name only few values at once. */
export async function readIndicators(call: BearerCall): Promise<IndicatorList> {
  const rows: unknown[] = [];
  for (let pages = 0; ; pages += 1) {
    if (pages === MOST_PAGES) inKnownForm(INDICATORS, { success: false });
    const { body, none } = await call(`/api/indicators?$top=${PAGE}&$skip=${rows.length}`);
    const { value } = none ? { value: [] } : inKnownForm(INDICATORS, page.safeParse(body));
    rows.push(...value);
    if (value.length < PAGE) return listOf(rows);
  }
}

function listOf(rows: readonly unknown[]): IndicatorList {
  const records = rows.flatMap((row) => recordOf(row) ?? []);
  const found = new Map(records.map((one) => [indicatorKey(one), one]));
  return { byKey: found, total: rows.length, unread: rows.length - records.length };
}
