import type { Request } from 'express';
import { z } from 'zod';
import { isAirlockError } from '../../shared/errors.ts';
import { type FilterFields, odataFilter } from '../wire/odata-filter.ts';
import { readRefusal, refusal } from '../wire/wire-refusal.ts';
import { graphSearch, type SearchFields } from './graph-search.ts';
import { type Properties, projection } from './graph-select.ts';

/** The query options of one collection of Graph. */
export interface ListRules<T> {
  /** Follows `$metadata#` in `@odata.context`. */
  readonly context: string;
  /** The `@odata.type` of each item, if the collection has mixed types. */
  readonly itemType?: string;
  readonly properties: Properties<T>;
  readonly filter: FilterFields<T>;
  readonly search?: SearchFields<T>;
  /** Items on a page: without `$top`, and at most. */
  /** Relations that can be asked for by `$expand`, without options of their own. */
  readonly expand?: Readonly<Record<string, (item: T) => unknown>>;
  /** Whether it lists directory objects: some operators then work in advanced queries only. */
  readonly directory?: boolean;
  readonly page: { readonly usual: number; readonly most: number };
  /** Whether `$skip` is supported; directory collections refuse it. */
  readonly skip?: boolean;
}

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const queryShape = z
  .object({
    $select: z.string(),
    $filter: z.string(),
    $search: z.string(),
    $expand: z.string(),
    $top: wholeNumber.pipe(z.number().min(1)),
    $skip: wholeNumber,
    $skiptoken: z.string().regex(/^[A-Za-z0-9_-]+$/),
    $count: z.enum(['true', 'false']),
  })
  .partial()
  .strict();

/**
 * Answers a GET on a collection: `$filter`, `$search`, `$select`, `$count`, `$top` and `@odata.nextLink`.
 * @throws refusal 400 for anything else
 */
export function graphList<T>(req: Request, version: string, items: readonly T[], rules: ListRules<T>): object {
  const read = queryShape.safeParse(req.query);
  if (!read.success) throw badQuery(read.error);
  const query = read.data;
  if (query.$skip !== undefined && !rules.skip)
    throw refusal(400, 'Request_BadRequest', "'$skip' is not supported by the service.");
  const advanced = req.get('consistencylevel')?.toLowerCase() === 'eventual' && query.$count === 'true';
  const found = items.filter(filterTest(query.$filter, rules, advanced)).filter(searchTest(req, query.$search, rules));
  const show = projection(query.$select, rules.properties, rules.context);
  const expand = expansion(query.$expand, rules);
  const from = query.$skiptoken === undefined ? (query.$skip ?? 0) : offsetOf(query.$skiptoken);
  const size = Math.min(query.$top ?? rules.page.usual, rules.page.most);
  const page = found.slice(from, from + size);
  return {
    '@odata.context': contextOf(version, rules.context, query.$select),
    ...(query.$count === 'true' && (advanced || !rules.directory) ? { '@odata.count': found.length } : {}),
    ...(from + size < found.length ? { '@odata.nextLink': nextLink(req, from + size) } : {}),
    value: page.map((item) => ({
      ...(rules.itemType ? { '@odata.type': rules.itemType } : {}),
      ...show(item),
      ...expand(item),
    })),
  };
}

/**
 * What `$expand` adds to an item.
 * @throws refusal 400 for anything but the name of a relation that can be expanded
 */
function expansion<T>(text: string | undefined, rules: ListRules<T>): (item: T) => object {
  if (text === undefined) return () => ({});
  const read = Object.entries(rules.expand ?? {}).find(([name]) => name === text)?.[1];
  if (read) return (item) => ({ [text]: read(item) });
  const message = `Parsing OData Select and Expand failed: Could not find a property named '${text}' on type '${rules.properties.type}'.`;
  throw refusal(400, 'Request_BadRequest', message);
}

/** The `@odata.context` of an answer. */
export function contextOf(version: string, context: string, select?: string): string {
  return `https://graph.microsoft.com/${version}/$metadata#${context}${select ? `(${select})` : ''}`;
}

/** Operators that directory objects support in advanced queries only (learn: graph/aad-advanced-queries). */
const ADVANCED: readonly string[] = ['ne', 'not', 'endswith'];

function refuseAdvanced(operator: string): void {
  if (!ADVANCED.includes(operator)) return;
  const message = `Operator '${operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header.`;
  throw refusal(400, 'Request_UnsupportedQuery', message);
}

function filterTest<T>(text: string | undefined, rules: ListRules<T>, advanced: boolean): (item: T) => boolean {
  if (text === undefined) return () => true;
  try {
    return odataFilter(text, rules.filter, rules.directory && !advanced ? refuseAdvanced : undefined);
  } catch (error) {
    if (!isAirlockError(error, 'input-invalid') || readRefusal(error)) throw error;
    throw refusal(400, 'BadRequest', `Invalid filter clause: ${error.message}`);
  }
}

function searchTest<T>(req: Request, text: string | undefined, rules: ListRules<T>): (item: T) => boolean {
  if (text === undefined) return () => true;
  if (!rules.search)
    throw refusal(400, 'BadRequest', "The query parameter '$search' is not supported on this resource.");
  return graphSearch(text, req.get('consistencylevel'), rules.search);
}

function offsetOf(token: string): number {
  const offset = /^page-(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (offset === undefined)
    throw refusal(400, 'Directory_ExpiredPageToken', 'The specified page token value has expired.');
  return Number(offset);
}

function nextLink(req: Request, offset: number): string {
  const link = new URL(req.originalUrl, `${req.protocol}://${req.get('host') ?? '127.0.0.1'}`);
  link.searchParams.delete('$skip');
  link.searchParams.set('$skiptoken', Buffer.from(`page-${offset}`).toString('base64url'));
  return link.toString().replaceAll('%24', '$');
}

function badQuery(error: z.ZodError): Error {
  const [issue] = error.issues;
  const name = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0];
  return refusal(400, 'BadRequest', `The query parameter '${String(name)}' is not supported or has an invalid value.`);
}
