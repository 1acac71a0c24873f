import { sql } from 'kysely';
import type { Item, ItemCounts } from '../../changes/change-kind.ts';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { ITEM_STATES, type ItemStep, type ItemsQuery, type StoredItem } from '../../requests/ports/item-store.ts';
import type { Task } from '../../requests/ports/outbox.ts';
import { unseen } from '../../requests/ports/witness.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { corrupt } from '../bodies/stored-body.ts';
import { appendAudit, beginAppending, type Recorder } from '../queries/audit-queries.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import type { Db } from '../schema/tables.ts';
import { lockUntilCommit } from '../schema/transact.ts';
import {
  flatHash,
  type ItemPages,
  type ItemRow,
  pageOf,
  pageRows,
  pagesOf,
  remember,
  remembered,
} from './item-pages.ts';
import { assertItemsAsRecorded, ITEMS_MOVED, itemRows, itemsBroken, lastOfItems } from './item-record.ts';

/** How many rows one statement adds: each has nine values, and SQLite takes 32,766 in one. */
const ROWS = 500;

/** Adds the items of a request, all of them waiting. @returns what the entry tells of them */
export async function insertItems(
  db: Db,
  requestId: RequestId,
  items: readonly Item[],
  at: number,
): Promise<{ readonly itemsStored: string }> {
  for (let from = 0; from < items.length; from += ROWS) {
    const rows = items.slice(from, from + ROWS).map(({ key, label }, index) => ({
      request_id: requestId,
      position: from + index,
      key,
      label,
      state: 'waiting',
      at,
      reason: null,
      external_id: null,
    }));
    await db.insertInto('request_items').values(rows).execute();
  }
  return { itemsStored: flatHash(await itemRows(db, requestId)) };
}

/** States of which nothing is told: such items are moved on, which compares them with the record. */
const UNTOLD: readonly ItemsQuery['state'][] = ['waiting', 'started'];

/**
 * Call it in a transaction that sees one moment.
 * @throws AirlockError record-broken where they are not as recorded
 */
export async function findItems(
  db: Db,
  keys: PublicKeys | null,
  requestId: RequestId,
  { state, isFresh, within = '', skip = 0, limit }: ItemsQuery,
): Promise<readonly StoredItem[]> {
  if (!UNTOLD.includes(state)) await assertItemsAsRecorded(db, keys, requestId, await itemRows(db, requestId));
  const all = db
    .selectFrom('request_items')
    .selectAll()
    .where('request_id', '=', requestId)
    .where(sql<string>`substr(key, 1, ${within.length})`, '=', within);
  const some = state === undefined ? all : all.where('state', '=', state);
  const asked = isFresh ? some.where('reason', 'is', null) : some;
  const rows = await asked.orderBy('position').offset(skip).limit(limit).execute();
  return rows.map(toItem);
}

function toItem(row: ItemRow): StoredItem {
  const state = ITEM_STATES.find((one) => one === row.state);
  if (state === undefined) throw corrupt({ table: 'request_items', id: `${row.request_id}/${row.key}` }, 'state');
  const { key, label, reason, external_id: externalId } = row;
  return { key, label, state, at: Number(row.at), reason, externalId };
}

/** @throws AirlockError record-broken where they are not as recorded */
export async function countItems(db: Db, keys: PublicKeys | null, requestId: RequestId): Promise<ItemCounts> {
  const rows = await itemRows(db, requestId);
  await assertItemsAsRecorded(db, keys, requestId, rows);
  const of = (state: string) => rows.filter((row) => row.state === state).length;
  const [waiting, started, done, refused, unknown] = ITEM_STATES.map(of) as [number, number, number, number, number];
  return { total: waiting + started + done + refused + unknown, waiting, started, done, refused, unknown };
}

/**
 * Moves items on, and tells in the record how far they are then. Only the pages that hold them are read and compared,
 * so that a move costs the same whatever else the request writes.
 * @returns the entries
 * @throws AirlockError rev-conflict where the claim was lost, or an item is in another state; record-broken where they
 * are not as recorded
 */
export async function moveItems(
  db: Db,
  recorder: Recorder,
  { requestId, task, steps }: Moving,
): Promise<readonly AuditEntry[]> {
  await lockUntilCommit(db, 'step');
  const own = { tenantId: task.tenantId, at: steps[0]?.at ?? 0, event: ITEMS_MOVED, actor: 'service', requestId };
  const begun = await beginAppending(db, recorder, own);
  if (!begun.isCurrent && steps.some(({ to }) => to === 'started')) throw unseen();
  const { numUpdatedRows } = await db
    .updateTable('tasks')
    .set({ attempts: task.attempts })
    .where('id', '=', task.id)
    .where('lease', '=', task.lease)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new AirlockError('rev-conflict', 'Another instance has taken this work over.');
  const pages = await pagesAsRecorded(db, begun.keys.known, requestId);
  const touched = await pagesTouched(db, requestId, steps);
  assertSame(pages, touched, await readPages(db, requestId, touched));
  for (const step of steps) await moveItem(db, requestId, step);
  const itemsStored = remember(new Map([...pages, ...(await readPages(db, requestId, touched))]));
  const data = { itemsStored, moved: steps.length, of: await itemTotal(db, requestId) };
  return (await appendAudit(db, begun, [{ ...own, data }])).entries;
}

/** The pages of a request as its last entry tells them: read from all rows where this process does not know them. */
async function pagesAsRecorded(db: Db, keys: PublicKeys, requestId: RequestId): Promise<ItemPages> {
  const { told } = await lastOfItems(db, keys, requestId);
  const known = remembered(told);
  if (known) return known;
  const rows = await itemRows(db, requestId);
  await assertItemsAsRecorded(db, keys, requestId, rows);
  return pagesOf(rows);
}

async function pagesTouched(db: Db, requestId: RequestId, steps: readonly ItemStep[]): Promise<ReadonlySet<number>> {
  const touched = new Set<number>();
  for (let from = 0; from < steps.length; from += ROWS) {
    const keys = steps.slice(from, from + ROWS).map(({ key }) => key);
    const found = await db
      .selectFrom('request_items')
      .select('position')
      .where('request_id', '=', requestId)
      .where('key', 'in', keys)
      .execute();
    for (const { position } of found) touched.add(pageOf(position));
  }
  return touched;
}

async function readPages(db: Db, requestId: RequestId, touched: ReadonlySet<number>): Promise<ItemPages> {
  const read: ItemRow[] = [];
  for (const page of touched) read.push(...(await pageRows(db, requestId, page)));
  return pagesOf(read);
}

/** @throws AirlockError record-broken where a page is another than the one recorded */
function assertSame(recorded: ItemPages, touched: ReadonlySet<number>, stored: ItemPages): void {
  for (const page of touched) if (stored.get(page) !== recorded.get(page)) throw itemsBroken();
}

async function itemTotal(db: Db, requestId: RequestId): Promise<number> {
  const { total } = await db
    .selectFrom('request_items')
    .select((eb) => eb.fn.countAll().as('total'))
    .where('request_id', '=', requestId)
    .executeTakeFirstOrThrow();
  return Number(total);
}

export interface Moving {
  readonly requestId: RequestId;
  readonly task: Task;
  readonly steps: readonly ItemStep[];
}

async function moveItem(db: Db, requestId: RequestId, { key, from, to, at, ...told }: ItemStep): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('request_items')
    .set({
      state: to,
      at,
      ...(told.reason !== undefined && { reason: told.reason }),
      ...(told.externalId !== undefined && { external_id: told.externalId }),
    })
    .where('request_id', '=', requestId)
    .where('key', '=', key)
    .where('state', '=', from)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new AirlockError('rev-conflict', 'Another instance has written this meanwhile.');
}
