import { sql } from 'kysely';
import type { FoundQuery, OpenPage } from '../../requests/ports/store.ts';
import type { Request } from '../../requests/record/request.ts';
import { ANY_TERM, isTimed, searchTerms } from '../../requests/record/search-terms.ts';
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
 * rows cost more to put into a statement than to store; most of them stay as they are.
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

/** A step is stored even where somebody removed the tenant's counter: then nothing is found by these rows. */
function placeOf(db: Db, tenant: TenantId) {
  return sql<number>`(select coalesce(max(place), 0) from ${tableOf(db, 'counters')}
    where tenant = ${tenant})`;
}

const removingOthers = keptQuery((db, { tenant, number, terms }: Found) => ({
  compile: () =>
    sql`delete from ${tableOf(db, 'request_terms')} where place = ${placeOf(db, tenant)} and number = ${number}
      and term not in (select term from (${givenIn(db, terms)}) as given)`.compile(db),
}));

const inserting = keptQuery((db, { tenant, number, terms }: Found) => ({
  compile: () =>
    sql`insert into ${tableOf(db, 'request_terms')} as kept (place, number, term, at)
      select ${placeOf(db, tenant)}, cast(${number} as integer), term, at from (${givenIn(db, terms)}) as given where true
      on conflict (place, number, term) do update set at = excluded.at where kept.at <> excluded.at`.compile(db),
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

/** So many requests at most are found by another term than the first, and then put in the order of their times. */
const FEW = 1_000;

/**
 * The numbers of the requests that have one of these terms, of the term that fewest have; null where many have each of
 * them, so that going through the latest requests finds some of them soon.
 */
async function fewest(db: Db, tenant: TenantId, terms: readonly string[]): Promise<readonly number[] | null> {
  let found: readonly number[] | null = null;
  for (const term of terms) {
    const { rows } = await numbersOf(db, { tenant, term, most: FEW + 1 });
    if (rows.length <= FEW && rows.length < (found?.length ?? FEW + 1)) found = rows.map(({ number }) => number);
  }
  return found;
}

interface Having {
  readonly tenant: TenantId;
  readonly term: string;
  readonly most: number;
}

const numbersOf = keptQuery((db, { tenant, term, most }: Having) =>
  db
    .selectFrom('request_terms')
    .select('number')
    .where('place', '=', placeOf(db, tenant))
    .where('term', '=', term)
    .orderBy('at', 'desc')
    .orderBy('number', 'desc')
    .limit(most),
);

/**
 * Requests that have all these terms, the latest first by the time of the first term; where that has none, by when
 * something last happened to them.
 */
export async function findByTerms(
  db: Db,
  tenantId: TenantId,
  { terms, from, to, skip, limit, place }: FoundQuery,
  listing: Listing,
): Promise<readonly Request[]> {
  const [first = '', ...rest] = terms;
  const [lead, others] = isTimed(first) ? [first, rest] : [ANY_TERM, terms];
  const few = await fewest(db, tenantId, others);
  let rows = besideRecord(db)
    .innerJoin('request_terms as found', (join) =>
      join.on('requests.tenant', '=', tenantId).onRef('requests.number', '=', 'found.number'),
    )
    .where('found.place', '=', placeOf(db, tenantId))
    .where('found.term', '=', lead);
  if (few !== null) rows = rows.where(sql<boolean>`found.number in (${numbersIn(db, few)})`);
  if (from !== null) rows = rows.where('found.at', '>=', from);
  if (to !== null) rows = rows.where('found.at', '<', to);
  for (const term of others)
    rows = rows.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('request_terms as other')
          .select('other.number')
          .whereRef('other.place', '=', 'found.place')
          .whereRef('other.number', '=', 'found.number')
          .where('other.term', '=', term),
      ),
    );
  if (place !== null) rows = rows.where(isCardIn(place));
  // Without an index for the order where there are few: by that, every request would be looked at.
  const latest = few === null ? sql`found.at` : sql`+found.at`;
  const ordered = rows.orderBy(latest, 'desc').orderBy('found.number', 'desc');
  return readable(await ordered.limit(limit).offset(skip).execute(), listing);
}

/** The list goes as one value, since it may be long. */
function numbersIn(db: Db, numbers: readonly number[]) {
  const text = JSON.stringify(numbers);
  return isPostgres(db)
    ? sql`select value::integer from json_array_elements_text(${text}::json)`
    : sql`select value from json_each(${text})`;
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
