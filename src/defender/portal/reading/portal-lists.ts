import { z } from 'zod';
import { asJson, canonical } from '../../../shared/json.ts';
import type { PortalCall } from '../portal-call.ts';
import { known } from './read-features.ts';

const wireList = z.looseObject({ items: z.array(z.unknown()) });

interface PortalList {
  /** As they came: a record that comes twice, the same in every part, is one. */
  readonly items: readonly unknown[];
  /** Whether the answer says beside them that they are not all. */
  readonly isShort: boolean;
}

/** @throws AirlockError the tenant's errors; tenant-schema where it is no list */
export async function readList(call: PortalCall, path: string, what: string): Promise<PortalList> {
  const { items, ...besides } = known(wireList.safeParse(await call('GET', path)), what);
  const distinct = [
    ...new Map(items.map((item, at) => [isRecord(item) ? canonical(asJson(item)) : at, item])).values(),
  ];
  return { items: distinct, isShort: isCutShort(besides, distinct.length) };
}

function isRecord(item: unknown): boolean {
  return typeof item === 'object' && item !== null;
}

/** Keys by which a list says how many records it has in all. */
const TELLS_ALL = ['count', 'totalcount', 'total', 'totalitems', 'totalrecords', 'totalresults', 'itemscount'];

/** What live answers had beside their list, and what OData has; none of it says how long the list is. */
const TELLS_NOTHING = ['containsaadgroupnames', 'containsmachinegroupcount', 'context', 'metadata', 'type', 'etag'];

const count = z
  .number()
  .or(z.string().regex(/^\d{1,9}$/))
  .transform(Number);

/**
 * Nobody has seen that the portal pages these lists, so which key would say that there is more is not known
 * (docs/facts/defender.md#portal-device-groups). A count of all is compared; whatever else stands beside the list and
 * says anything may say so: then the list is not taken for the whole.
 * @param besides the answer without its list
 */
function isCutShort(besides: Readonly<Record<string, unknown>>, listed: number): boolean {
  return Object.entries(besides).some(([key, value]) => {
    const name = key
      .replace(/^@?odata\./i, '')
      .replace(/[^a-z]/gi, '')
      .toLowerCase();
    if (TELLS_NOTHING.includes(name) || saysNothing(value)) return false;
    const all = TELLS_ALL.includes(name) ? count.safeParse(value).data : undefined;
    return all === undefined || all > listed;
  });
}

/** Under no key does such a value lead on; an empty text may be a link that leads nowhere. */
function saysNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === null || value === undefined || value === false || value === 0;
}
