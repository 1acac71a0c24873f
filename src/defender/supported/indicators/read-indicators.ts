import { indicatorKey } from '../../../changes/supported/indicators/indicator-entry.ts';
import type { IndicatorRecord } from '../../../changes/tenant-snapshot.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { msg, t } from '../../../shared/language/worded.ts';
import type { Service } from '../../public-api/answer-fault.ts';
import type { BearerCall } from '../../public-api/bearer-call.ts';
import { type PagedList, readPages } from '../list-pages.ts';
import { keyIn, recordOf } from './wire-indicator.ts';

export const TI_PERMISSION = 'Ti.ReadWrite.All';

export const INDICATORS: Service = { name: 'Defender', api: 'WindowsDefenderATP', permission: TI_PERMISSION };

/** Pages of 10,000 at most (learn: get-ti-indicators-collection). */
const LIST: PagedList = {
  service: INDICATORS,
  largest: 10_000,
  pathOf: (top, skip) => `/api/indicators?$top=${top}&$skip=${skip}`,
};

/** The indicators of the tenant. */
export interface IndicatorList {
  readonly byKey: ReadonlyMap<string, IndicatorRecord>;
  readonly total: number;
  /** The keys of those whose type and value can be read, and not all the rest. */
  readonly odd: ReadonlySet<string>;
  /** How many do not even tell their type and value: what is not in the list may be one of them. */
  readonly unread: number;
}

/**
 * Reads all indicators, where a filter could name only few values at once. A list that breaks off is none: what is not
 * in it may be there.
 * @throws AirlockError the tenant's errors
 */
export async function readIndicators(call: BearerCall): Promise<IndicatorList> {
  const { rows, isWhole } = await readPages(call, LIST);
  if (isWhole) return listOf(rows);
  throw new AirlockError('tenant-unavailable', t`Defender's list of indicators broke off: there may be more.`);
}

function listOf(rows: readonly unknown[]): IndicatorList {
  const found = new Map<string, IndicatorRecord>();
  const odd = new Set<string>();
  let unread = 0;
  for (const row of rows) {
    const [one, key] = [recordOf(row), keyIn(row)];
    if (one) found.set(indicatorKey(one), one);
    else if (key === null) unread += 1;
    else odd.add(key);
  }
  return { byKey: found, total: rows.length, odd, unread };
}

/** Whether an indicator may be there though it was not read: it comes in an odd form, or one of unknown value does. */
export function isUnsure({ byKey, odd, unread }: IndicatorList, key: string): boolean {
  return !byKey.has(key) && (unread > 0 || odd.has(key));
}

/** Why nothing can be said of an indicator that is in no known form. */
export const UNSURE = msg`Defender lists it, or another one, in a form that Airlock does not know.`;
