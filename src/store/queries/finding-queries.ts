import { sql } from 'kysely';
import type { FoundQuery, OpenPage } from '../../requests/ports/store.ts';
import type { Request } from '../../requests/record/request.ts';
import { searchTerms } from '../../requests/record/search-terms.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { ConversationKey, TenantId } from '../../shared/ids.ts';
import { besideRecord } from '../bodies/as-loaded.ts';
import { REQUEST_COLUMNS, toRequest } from '../bodies/read-rows.ts';
import { readOrFault } from '../bodies/unreadable-rows.ts';
import { keptQuery } from '../schema/kept-query.ts';
import type { Db } from '../schema/tables.ts';
import { isPostgres, tableOf } from '../schema/transact.ts';
import { isCardIn, type Listing, readable } from './request-queries.ts';

/**
 * Replaces what a request is found by, in the transaction of its step. The terms go as one value, since some thirty
 * rows cost more to put into a statement than to store; most of them stay, and only their time moves.
 */
export async function saveTerms(db: Db, request: Request): Promise<void> {
  const terms = searchTerms(request);
  if (terms.length === 0) return;
  const { tenantId: tenant, number } = request;
  const found = { tenant, number, terms: JSON.stringify(terms.map(({ term, at }) => [term, at])) };
  await removingOthers(db, found);
  await inserting(db, found);
}

interface Found {
  readonly tenant: TenantId;
  readonly number: number;
  /** JSON: pairs of a term and its time. */
  readonly terms: string;
}

function givenIn(db: Db, terms: string) {
  return isPostgres(db)
    ? sql`select value ->> 0 as term, (value ->> 1)::bigint as at from json_array_elements(${terms}::json)`
    : sql`select value ->> 0 as term, value ->> 1 as at from json_each(${terms})`;
}

const removingOthers = keptQuery((db, { tenant, number, terms }: Found) => ({
  compile: () =>
    sql`delete from ${tableOf(db, 'request_terms')} where tenant = ${tenant} and number = ${number}
      and term not in (select term from (${givenIn(db, terms)}) as given)`.compile(db),
}));

const inserting = keptQuery((db, { tenant, number, terms }: Found) => ({
  compile: () =>
    sql`insert into ${tableOf(db, 'request_terms')} as kept (tenant, number, term, at)
      select ${tenant}, cast(${number} as integer), term, at from (${givenIn(db, terms)}) as given where true
      on conflict (tenant, number, term) do update set at = excluded.at where kept.at <> excluded.at`.compile(db),
}));

/**
 * Makes some of the requests that an earlier release stored ones that can be found. One that cannot be read is passed
 * over: nothing shows it.
 * @returns how many were looked at; 0 when nothing is left
 */
export async function saveOlderTerms(db: Db, limit: number): Promise<number> {
  const older = db
    .selectFrom('requests')
    .select([...REQUEST_COLUMNS, 'requests.tenant'])
    .where('has_terms', '=', 0)
    .limit(limit);
  const rows = await (isPostgres(db) ? older.forUpdate() : older).execute();
  for (const row of rows) {
    const request = readOrFault(() => toRequest(row));
    if (!isAirlockError(request)) await saveTerms(db, request);
    await db.updateTable('requests').set({ has_terms: 1 }).where('id', '=', row.id).execute();
  }
  return rows.length;
}

/** Requests that have all these terms, the latest first by the time of the first term. */
export async function findByTerms(
  db: Db,
  tenantId: TenantId,
  { terms, from, to, skip, limit, place }: FoundQuery,
  listing: Listing,
): Promise<readonly Request[]> {
  const [first = '', ...others] = terms;
  let rows = besideRecord(db)
    .innerJoin('request_terms as found', (join) =>
      join.onRef('requests.tenant', '=', 'found.tenant').onRef('requests.number', '=', 'found.number'),
    )
    .where('found.tenant', '=', tenantId)
    .where('found.term', '=', first);
  if (from !== null) rows = rows.where('found.at', '>=', from);
  if (to !== null) rows = rows.where('found.at', '<', to);
  for (const term of others)
    rows = rows.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('request_terms as other')
          .select('other.number')
          .whereRef('other.tenant', '=', 'found.tenant')
          .whereRef('other.number', '=', 'found.number')
          .where('other.term', '=', term),
      ),
    );
  if (place !== null) rows = rows.where(isCardIn(place));
  const ordered = rows.orderBy('found.at', 'desc').orderBy('found.number', 'desc');
  return readable(await ordered.limit(limit).offset(skip).execute(), listing);
}

/** Open requests, those that end first on top; last those that no deadline ends. */
export async function openByDeadline(
  db: Db,
  tenantId: TenantId,
  { skip, limit, place }: OpenPage,
  listing: Listing,
): Promise<readonly Request[]> {
  const open = besideRecord(db).where('requests.tenant', '=', tenantId).where('requests.open', '=', 1);
  const rows = (place === null ? open : open.where(isCardIn(place)))
    .orderBy(sql`case when deadline is null then 1 else 0 end`)
    .orderBy('requests.deadline')
    .orderBy('requests.number');
  return readable(await rows.limit(limit).offset(skip).execute(), listing);
}

export async function countOpenIn(db: Db, tenantId: TenantId, place: ConversationKey | null): Promise<number> {
  const row = await openIn(db, tenantId, place)
    .select((eb) => eb.fn.countAll<number | bigint>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

function openIn(db: Db, tenantId: TenantId, place: ConversationKey | null) {
  const rows = db.selectFrom('requests').where('requests.tenant', '=', tenantId).where('requests.open', '=', 1);
  return place === null ? rows : rows.where(isCardIn(place));
}

/** The rev of a request alone: whether somebody took a step since it was read. */
export const revNow = keptQuery((db, { id }: { readonly id: string }) =>
  db.selectFrom('requests').select('rev').where('id', '=', id),
);
