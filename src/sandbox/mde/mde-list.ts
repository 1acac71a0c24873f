import type { Request } from 'express';
import { z } from 'zod';
import { isAirlockError } from '../../shared/errors.ts';
import { type FilterFields, odataFilter } from '../wire/odata-filter.ts';
import { refusal } from '../wire/wire-refusal.ts';

/** The most items on a page, whatever `$top` says (learn: get-machines and similar pages). */
const PAGE_MOST = 10_000;

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const queryShape = z.object({ $filter: z.string(), $top: wholeNumber, $skip: wholeNumber }).partial().strict();

/**
 * Answers a GET on a collection: `$filter`, `$top`, `$skip`. There is no next link; clients use `$skip`.
 * @throws refusal 400 for anything else
 */
export function mdeList<T>(
  req: Request,
  entity: string,
  items: readonly T[],
  filter: FilterFields<T>,
  show: (item: T) => object,
): object {
  const read = queryShape.safeParse(req.query);
  if (!read.success) {
    throw refusal(400, 'ODataError', 'The query parameters are not valid: $filter, $top and $skip are supported.');
  }
  const { $filter, $top = PAGE_MOST, $skip = 0 } = read.data;
  const found = $filter === undefined ? items : items.filter(compiled($filter, filter));
  const page = found.slice($skip, $skip + Math.min($top, PAGE_MOST));
  return { '@odata.context': contextOf(entity), value: page.map(show) };
}

/** The `@odata.context` of an answer. */
export function contextOf(entity: string): string {
  return `https://api.securitycenter.microsoft.com/api/$metadata#${entity}`;
}

function compiled<T>(text: string, fields: FilterFields<T>): (item: T) => boolean {
  try {
    return odataFilter(text, fields);
  } catch (error) {
    if (!isAirlockError(error, 'input-invalid')) throw error;
    throw refusal(400, 'ODataError', `The query specified in the URI is not valid. ${error.message}`);
  }
}
