import { z } from 'zod';
import { asJson, canonical } from '../../../shared/json.ts';
import type { PortalCall } from '../portal-call.ts';
import { known } from './read-features.ts';

const wireList = z.looseObject({ items: z.array(z.unknown()) });

interface PortalList {
  /** As they came: a record that comes twice, the same in every part, is one. */
  readonly items: readonly unknown[];
  /** The key beside them by which the answer may say that they are not all; absent for none. */
  readonly moreBy?: string;
}

/** @throws AirlockError the tenant's errors; tenant-schema where it is no list */
export async function readList(call: PortalCall, path: string, what: string): Promise<PortalList> {
  const { items, ...besides } = known(wireList.safeParse(await call('GET', path)), what);
  const distinct = [
    ...new Map(items.map((item, at) => [isRecord(item) ? canonical(asJson(item)) : at, item])).values(),
  ];
  const moreBy = Object.keys(besides).find((key) => maySayMore(key, besides[key], distinct.length));
  return { items: distinct, ...(moreBy !== undefined && { moreBy }) };
}

function isRecord(item: unknown): boolean {
  return typeof item === 'object' && item !== null;
}

/** Keys by which a list says how many records it has in all. */
const TELLS_ALL = ['count', 'totalcount', 'total', 'totalitems', 'totalrecords', 'totalresults', 'itemscount'];

/** What live answers had beside their list; none of it says how long the list is. */
const TELLS_NOTHING = ['containsaadgroupnames', 'containsmachinegroupcount', 'context', 'metadata', 'type', 'etag'];

/** Notes of OData itself, of which two alone say how long a list is. */
const ODATA = /^@?odata\./i;
const ODATA_OF_MORE = ['nextlink', 'count'];

/** A number under such a key is that of a page, which is full where it is as long as what came. */
const OF_PAGES = /page|size|top|take|limit|max|skip|offset|next|cursor|token|start|from/;

const count = z
  .number()
  .or(z.string().regex(/^\d{1,9}$/))
  .transform(Number);

/**
 * Nobody has seen that the portal pages these lists, so which key would say that there is more is not known
 * (docs/facts/defender.md#portal-device-groups). A count of all is compared; what OData notes besides a count and a
 * link to more, what is empty, and a number that is how many came say nothing; whatever else stands beside the list may
 * say so: then the list is not taken for the whole.
 */
function maySayMore(key: string, value: unknown, listed: number): boolean {
  const name = key
    .replace(ODATA, '')
    .replace(/[^a-z]/gi, '')
    .toLowerCase();
  if (TELLS_NOTHING.includes(name) || saysNothing(value)) return false;
  if (ODATA.test(key) && !ODATA_OF_MORE.includes(name)) return false;
  const number = count.safeParse(value).data;
  if (number === undefined) return true;
  return TELLS_ALL.includes(name) ? number > listed : number !== listed || OF_PAGES.test(name);
}

/** Under no key does such a value lead on. */
function saysNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === null || value === undefined || value === false || value === 0 || value === '';
}
