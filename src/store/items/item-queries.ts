import type { Item, ItemCounts } from '../../changes/change-kind.ts';
import { ITEM_STATES, type ItemStep, type ItemsQuery, type StoredItem } from '../../requests/ports/item-store.ts';
import type { Task } from '../../requests/ports/outbox.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { corrupt } from '../bodies/stored-body.ts';
import type { Db, Tables } from '../schema/tables.ts';

/** How many rows one statement adds: each has nine values, and SQLite takes 32,766 in one. */
const ROWS = 500;

/** Adds the items of a request, all of them waiting. */
export async function insertItems(db: Db, requestId: RequestId, items: readonly Item[], at: number): Promise<void> {
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
}

export async function findItems(
  db: Db,
  requestId: RequestId,
  { state, skip = 0, limit }: ItemsQuery,
): Promise<readonly StoredItem[]> {
  const all = db.selectFrom('request_items').selectAll().where('request_id', '=', requestId);
  const some = state === undefined ? all : all.where('state', '=', state);
  const rows = await some.orderBy('position').offset(skip).limit(limit).execute();
  return rows.map(toItem);
}

function toItem(row: Tables['request_items']): StoredItem {
  const state = ITEM_STATES.find((one) => one === row.state);
  if (state === undefined) throw corrupt({ table: 'request_items', id: `${row.request_id}/${row.key}` }, 'state');
  const { key, label, reason, external_id: externalId } = row;
  return { key, label, state, at: Number(row.at), reason, externalId };
}

export async function countItems(db: Db, requestId: RequestId): Promise<ItemCounts> {
  const rows = await db
    .selectFrom('request_items')
    .select((eb) => ['state', eb.fn.countAll<number | bigint>().as('count')])
    .where('request_id', '=', requestId)
    .groupBy('state')
    .execute();
  const of = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0);
  const [waiting, started, done, refused, unknown] = ITEM_STATES.map(of) as [number, number, number, number, number];
  return { total: waiting + started + done + refused + unknown, waiting, started, done, refused, unknown };
}

/** @throws AirlockError rev-conflict where the claim was lost, or an item is in another state */
export async function moveItems(db: Db, requestId: RequestId, task: Task, steps: readonly ItemStep[]): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('tasks')
    .set({ attempts: task.attempts })
    .where('id', '=', task.id)
    .where('lease', '=', task.lease)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new AirlockError('rev-conflict', 'Another instance has taken this work over.');
  for (const step of steps) await moveItem(db, requestId, step);
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
