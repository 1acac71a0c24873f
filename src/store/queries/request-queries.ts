import { type ExpressionBuilder, sql } from 'kysely';
import type { Request, RequestState } from '../../requests/record/request.ts';
import { hasEnded } from '../../requests/record/transitions.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { ConversationKey, EntraObjectId, RequestId, TenantId } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import { besideRecord, toLoaded } from '../bodies/as-loaded.ts';
import { writeBody } from '../bodies/stored-body.ts';
import { readOrFault, readOverdue } from '../bodies/unreadable-rows.ts';
import { sha256 } from '../record/entry.ts';
import { keptQuery } from '../schema/kept-query.ts';
import type { Db, Tables } from '../schema/tables.ts';
import { tableOf } from '../schema/transact.ts';

/** States that lists leave out: the request was not submitted. */
const UNFILED: readonly RequestState[] = ['draft', 'discarded'];

export function isOpen(state: RequestState): number {
  return !hasEnded(state) && !UNFILED.includes(state) ? 1 : 0;
}

/** A short number for a tenant that has none yet: rows that are many name it by that. */
function nextPlace(db: Db) {
  return sql<number>`(select coalesce(max(other.place), 0) + 1 from ${tableOf(db, 'counters')} as other)`;
}

/**
 * Adds a request under the tenant's next number. It runs inside the step's transaction, so a failed step leaves no gap.
 * @throws AirlockError rev-conflict when it exists already
 */
export async function insertRequest<R extends Request>(db: Db, request: R): Promise<R> {
  const counter = await db
    .insertInto('counters')
    .values({ tenant: request.tenantId, last_number: 1, place: nextPlace(db) })
    .onConflict((conflict) =>
      conflict.column('tenant').doUpdateSet((eb) => ({
        last_number: eb('counters.last_number', '+', 1),
        place: eb.fn.coalesce('counters.place', nextPlace(db)),
      })),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow();
  const numbered = { ...request, number: counter.last_number };
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('requests')
    .values({
      ...columns(numbered),
      id: request.id,
      tenant: request.tenantId,
      number: numbered.number,
      requester: request.requester.oid,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 1n) return numbered;
  throw overtaken();
}

/**
 * @throws AirlockError rev-conflict when the stored rev is not the expected one; internal when the new rev does not
 * follow it
 */
export async function updateRequest<R extends Request>(db: Db, request: R, expectedRev: number): Promise<R> {
  if (request.rev !== expectedRev + 1) throw new AirlockError('internal', 'A step must raise the rev by one.');
  const { numAffectedRows } = await updating(db, { ...columns(request), id: request.id, expectedRev });
  if (numAffectedRows === 1n) return request;
  throw overtaken();
}

type Updated = ReturnType<typeof columns> & { readonly id: string; readonly expectedRev: number };

const updating = keptQuery((db, { rev, state, open, has_terms, deadline, body, id, expectedRev }: Updated) =>
  db
    .updateTable('requests')
    .set({ rev, state, open, has_terms, deadline, body })
    .where('id', '=', id)
    .where('rev', '=', expectedRev),
);

/** SHA-256 (hex) of the row that a request has just been written to, as the record names it. */
export function writtenHash(request: Request): string {
  return sha256(writeBody(request));
}

function overtaken(): AirlockError {
  return new AirlockError('rev-conflict', t`Somebody else was faster. This is the request as it is now.`);
}

function columns(request: Request) {
  return {
    rev: request.rev,
    state: request.state,
    open: isOpen(request.state),
    has_terms: 1,
    deadline: request.deadline,
    body: writeBody(request),
  };
}

const unlocking = keptQuery((db, { id }: { readonly id: RequestId }) =>
  db.deleteFrom('object_locks').where('request_id', '=', id),
);

/** Unlocks what a request has locked. */
export async function unlock(db: Db, id: RequestId): Promise<void> {
  await unlocking(db, { id });
}

/** Locks an object for a request, in the place of whatever stands there. */
export async function lockFor(db: Db, { id, tenantId }: Pick<Request, 'id' | 'tenantId'>, object: string) {
  await db
    .insertInto('object_locks')
    .values({ tenant: tenantId, object, request_id: id })
    .onConflict((conflict) => conflict.columns(['tenant', 'object']).doUpdateSet({ request_id: id }))
    .execute();
}

/** Which request a lock on an object names; null where there is none. */
export async function lockOn(db: Db, tenantId: TenantId, object: string): Promise<RequestId | null> {
  const row = await db
    .selectFrom('object_locks')
    .select('request_id')
    .where('tenant', '=', tenantId)
    .where('object', '=', object)
    .executeTakeFirst();
  return row?.request_id ?? null;
}

/** The request that a lock on an object names, whatever it is; null where there is none. */
export async function namedByLock(db: Db, tenantId: TenantId, object: string): Promise<Request | null> {
  const row = await besideRecord(db)
    .innerJoin('object_locks', 'object_locks.request_id', 'requests.id')
    .where('object_locks.tenant', '=', tenantId)
    .where('object_locks.object', '=', object)
    .executeTakeFirst();
  return row ? toLoaded(row) : null;
}

export async function findRequest(
  db: Db,
  tenantId: TenantId,
  by: { readonly id: string } | { readonly number: number },
): Promise<Request | null> {
  const [row] =
    'id' in by
      ? (await requestById(db, { tenantId, id: by.id })).rows
      : (await requestByNumber(db, { tenantId, number: by.number })).rows;
  return row ? toLoaded(row) : null;
}

function requestOf(db: Db, tenantId: TenantId) {
  return besideRecord(db).where('requests.tenant', '=', tenantId);
}

const requestById = keptQuery((db, { tenantId, id }: { readonly tenantId: TenantId; readonly id: string }) =>
  requestOf(db, tenantId).where('requests.id', '=', id),
);

const requestByNumber = keptQuery(
  (db, { tenantId, number }: { readonly tenantId: TenantId; readonly number: number }) =>
    requestOf(db, tenantId).where('requests.number', '=', number),
);

export interface RequestsQuery {
  readonly open: boolean;
  readonly limit: number;
  readonly before?: number;
  /** A channel or chat; its threads begin with it. */
  readonly place?: ConversationKey | null;
}

/** What becomes of rows that a list leaves out. */
export interface Listing {
  readonly onUnreadable: (number: number, fault: AirlockError) => void;
  /** Whether a request is as recorded, by what was read with it; null for a list of whatever is stored. */
  readonly isProven: ((request: Request) => Promise<boolean>) | null;
}

export async function listRequests(
  db: Db,
  tenantId: TenantId,
  query: RequestsQuery,
  listing: Listing,
): Promise<readonly Request[]> {
  let rows = requestOf(db, tenantId).where('requests.state', 'not in', UNFILED);
  if (query.open) rows = rows.where('requests.open', '=', 1);
  if (query.before !== undefined) rows = rows.where('requests.number', '<', query.before);
  if (query.place) rows = rows.where(isCardIn(query.place));
  return readable(await rows.orderBy('requests.number', 'desc').limit(query.limit).execute(), listing);
}

/** Without those whose body cannot be read, or that are not as recorded: they are reported by their number. */
export async function readable(
  rows: readonly Parameters<typeof toLoaded>[0][],
  { onUnreadable, isProven }: Listing,
): Promise<readonly Request[]> {
  const found: Request[] = [];
  for (const row of rows) {
    const request = readOrFault(() => toLoaded(row));
    if (isAirlockError(request)) onUnreadable(row.number, request);
    else if (isProven === null || (await isProven(request))) found.push(request);
    else onUnreadable(row.number, leftOut(row.number));
  }
  return found;
}

function leftOut(number: number): AirlockError {
  return new AirlockError(
    'digest-mismatch',
    t`Somebody changed #${number} in the database, so it is left out here. Tell whoever operates Airlock.`,
  );
}

/** Whether a request's card is in this channel or chat, or in a thread of it. */
export function isCardIn(place: ConversationKey) {
  const thread = `${place};`;
  return ({ exists, selectFrom }: ExpressionBuilder<Tables, 'requests'>) =>
    exists(
      selectFrom('posts')
        .select('posts.id')
        .whereRef('posts.request_id', '=', 'requests.id')
        .where((eb) =>
          eb.or([
            eb('posts.conversation', '=', place),
            sql<boolean>`substr(posts.conversation, 1, ${thread.length}) = ${thread}`,
          ]),
        ),
    );
}

export async function countOpen(db: Db, tenantId: TenantId, requesterOid: EntraObjectId): Promise<number> {
  const row = await db
    .selectFrom('requests')
    .select((eb) => eb.fn.countAll<number | bigint>().as('count'))
    .where('tenant', '=', tenantId)
    .where('open', '=', 1)
    .where('requester', '=', requesterOid)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function countDrafts(db: Db, tenantId: TenantId, requesterOid: EntraObjectId): Promise<number> {
  const row = await db
    .selectFrom('requests')
    .select((eb) => eb.fn.countAll<number | bigint>().as('count'))
    .where('tenant', '=', tenantId)
    .where('open', '=', 0)
    .where('requester', '=', requesterOid)
    .where('state', '=', 'draft')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function listDrafts(
  db: Db,
  tenantId: TenantId,
  limit: number,
  listing: Listing,
): Promise<readonly Request[]> {
  const rows = requestOf(db, tenantId).where('requests.open', '=', 0).where('requests.state', '=', 'draft');
  return readable(await rows.orderBy('requests.number', 'desc').limit(limit).execute(), listing);
}

export async function overdueRequests(db: Db, now: number, limit: number): Promise<readonly Request[]> {
  return readOverdue(db, 'requests', (await overdue(db, { now, limit })).rows, toLoaded, now);
}

const overdue = keptQuery((db, { now, limit }: { readonly now: number; readonly limit: number }) =>
  besideRecord(db).where('requests.deadline', '<=', now).orderBy('requests.deadline').limit(limit),
);

/** Leaves the request as it is, and says when to look at its deadline again. */
export async function postponeDeadline(db: Db, id: RequestId, until: number): Promise<void> {
  await db.updateTable('requests').set({ deadline: until }).where('id', '=', id).execute();
}

export async function draftNumbers(
  db: Db,
  tenantId: TenantId,
  requesterOid: EntraObjectId,
  limit: number,
): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('requests')
    .select('number')
    .where('tenant', '=', tenantId)
    .where('open', '=', 0)
    .where('requester', '=', requesterOid)
    .where('state', '=', 'draft')
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ number }) => number);
}
