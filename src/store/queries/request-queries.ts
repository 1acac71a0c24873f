import { type ExpressionBuilder, sql } from 'kysely';
import { fullName } from '../../requests/record/actor-names.ts';
import type { Request, RequestState } from '../../requests/record/request.ts';
import { hasEnded } from '../../requests/record/transitions.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { ConversationKey, EntraObjectId, RequestId, TenantId } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import { toLoaded } from '../bodies/as-loaded.ts';
import { REQUEST_COLUMNS } from '../bodies/read-rows.ts';
import { writeBody } from '../bodies/stored-body.ts';
import { readOrFault, readOverdue } from '../bodies/unreadable-rows.ts';
import { sha256 } from '../record/entry.ts';
import { keptQuery } from '../schema/kept-query.ts';
import type { Db, Tables } from '../schema/tables.ts';

/** States that lists leave out: the request was not submitted. */
const UNFILED: readonly RequestState[] = ['draft', 'discarded'];

export function isOpen(state: RequestState): number {
  return !hasEnded(state) && !UNFILED.includes(state) ? 1 : 0;
}

/**
 * Adds a request under the tenant's next number. It runs inside the step's transaction, so a failed step leaves no gap.
 * @throws AirlockError rev-conflict when it exists already
 */
export async function insertRequest<R extends Request>(db: Db, request: R): Promise<R> {
  const counter = await db
    .insertInto('counters')
    .values({ tenant: request.tenantId, last_number: 1 })
    .onConflict((conflict) =>
      conflict.column('tenant').doUpdateSet((eb) => ({ last_number: eb('counters.last_number', '+', 1) })),
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

/** Events of a request's own steps; other entries tell what is stored beside it. */
export const STEPS = 'request.%';

/**
 * Rows of requests, each with the last entry of its request: one statement sees both as at one moment, so that what was
 * read is what is compared.
 */
export function besideRecord(db: Db) {
  return db
    .selectFrom('requests')
    .leftJoin('audit', (join) =>
      join.on('audit.seq', '=', (eb) =>
        eb
          .selectFrom('audit as step')
          .select('step.seq')
          .whereRef('step.request_id', '=', 'requests.id')
          .where('step.event', 'like', STEPS)
          .orderBy('step.seq', 'desc')
          .limit(1),
      ),
    )
    .selectAll('audit')
    .select(REQUEST_COLUMNS);
}

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

/**
 * Locks these objects for an open request, and unlocks them for one that has ended. It runs inside the transaction of a
 * step.
 * @throws AirlockError duplicate-request
 */
export async function lockObjects(db: Db, request: Request, objects: readonly string[]): Promise<void> {
  if (hasEnded(request.state)) {
    await unlocking(db, { id: request.id });
    return;
  }
  for (const object of objects) {
    const holder = await lockedBy(db, request.tenantId, object);
    if (holder && holder.id !== request.id) {
      throw new AirlockError(
        'duplicate-request',
        t`#${holder.number}, asked for by ${fullName(holder.requester)}, is open on the same object. One request at a time: decide or withdraw that one first.`,
        {
          details: { number: holder.number, id: holder.id },
        },
      );
    }
    if (!holder)
      await db
        .insertInto('object_locks')
        .values({ tenant: request.tenantId, object, request_id: request.id })
        .execute();
  }
}

const unlocking = keptQuery((db, { id }: { readonly id: RequestId }) =>
  db.deleteFrom('object_locks').where('request_id', '=', id),
);

export async function lockedBy(db: Db, tenantId: TenantId, object: string): Promise<Request | null> {
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

export async function listRequests(
  db: Db,
  tenantId: TenantId,
  query: RequestsQuery,
  onUnreadable: (number: number, fault: AirlockError) => void = () => {},
): Promise<readonly Request[]> {
  let rows = requestOf(db, tenantId).where('requests.state', 'not in', UNFILED);
  if (query.open) rows = rows.where('requests.open', '=', 1);
  if (query.before !== undefined) rows = rows.where('requests.number', '<', query.before);
  if (query.place) rows = rows.where(isCardIn(query.place));
  return readable(await rows.orderBy('requests.number', 'desc').limit(query.limit).execute(), onUnreadable);
}

/** Without those whose body cannot be read, which are reported by their number. */
export function readable(
  rows: readonly Parameters<typeof toLoaded>[0][],
  onUnreadable: (number: number, fault: AirlockError) => void,
): readonly Request[] {
  return rows.flatMap((row) => {
    const request = readOrFault(() => toLoaded(row));
    if (!isAirlockError(request)) return [request];
    onUnreadable(row.number, request);
    return [];
  });
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
  onUnreadable: (number: number, fault: AirlockError) => void,
): Promise<readonly Request[]> {
  const rows = requestOf(db, tenantId).where('requests.open', '=', 0).where('requests.state', '=', 'draft');
  return readable(await rows.orderBy('requests.number', 'desc').limit(limit).execute(), onUnreadable);
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
