import { sql } from 'kysely';
import type { Item, ItemCounts } from '../../changes/change-kind.ts';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { ITEM_STATES, type ItemStep, type ItemsQuery, type StoredItem } from '../../requests/ports/item-store.ts';
import type { Task } from '../../requests/ports/outbox.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { corrupt } from '../bodies/stored-body.ts';
import { appendAudit, beginAppending, type Recorder } from '../queries/audit-queries.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import type { Db } from '../schema/tables.ts';
import { lockUntilCommit } from '../schema/transact.ts';
import { assertItemsAsRecorded, ITEMS_MOVED, type ItemRow, itemRows, itemsHash } from './item-record.ts';

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
  return { itemsStored: itemsHash(await itemRows(db, requestId)) };
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
  { state, within = '', skip = 0, limit }: ItemsQuery,
): Promise<readonly StoredItem[]> {
  if (!UNTOLD.includes(state)) await assertItemsAsRecorded(db, keys, requestId, await itemRows(db, requestId));
  const all = db
    .selectFrom('request_items')
    .selectAll()
    .where('request_id', '=', requestId)
    .where(sql<string>`substr(key, 1, ${within.length})`, '=', within);
  const some = state === undefined ? all : all.where('state', '=', state);
  const rows = await some.orderBy('position').offset(skip).limit(limit).execute();
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
 * Moves items on, and tells in the record how far they are then.
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
  const { numUpdatedRows } = await db
    .updateTable('tasks')
    .set({ attempts: task.attempts })
    .where('id', '=', task.id)
    .where('lease', '=', task.lease)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new AirlockError('rev-conflict', 'Another instance has taken this work over.');
  await assertItemsAsRecorded(db, begun.keys.known, requestId, await itemRows(db, requestId));
  for (const step of steps) await moveItem(db, requestId, step);
  const rows = await itemRows(db, requestId);
  const data = { itemsStored: itemsHash(rows), moved: steps.length, of: rows.length };
  return (await appendAudit(db, begun, [{ ...own, data }])).entries;
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
