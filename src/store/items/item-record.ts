import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { msg, say } from '../../shared/language/worded.ts';
import { toEntry } from '../queries/entry-rows.ts';
import { entryFault, sha256 } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import type { Db, Tables } from '../schema/tables.ts';

/** The event of entries that tell how far the items of a request are from then on. */
export const ITEMS_MOVED = 'items.moved';

/** The events of steps that store the items of a request. */
const STARTED: readonly string[] = ['request.start', 'request.write-rest'];

export type ItemRow = Tables['request_items'];

/** SHA-256 (hex) of all items of a request, in the order of their positions. */
export function itemsHash(rows: readonly ItemRow[]): string {
  return sha256(
    JSON.stringify(
      rows.map(({ position, key, label, state, at, reason, external_id: id }) => [
        ...[Number(position), key, label, state],
        ...[Number(at), reason, id],
      ]),
    ),
  );
}

const facts = z.looseObject({ itemsStored: z.string() });

/** The hash of a request's items, as an entry tells it; null where it does not. */
export function toldItems({ event, data }: Pick<AuditEntry, 'event' | 'data'>): string | null {
  return event === ITEMS_MOVED || STARTED.includes(event) ? (facts.safeParse(data).data?.itemsStored ?? null) : null;
}

/** All items of a request. */
export function itemRows(db: Db, requestId: RequestId): Promise<ItemRow[]> {
  return db.selectFrom('request_items').selectAll().where('request_id', '=', requestId).orderBy('position').execute();
}

/**
 * Whether the items of a request are those of which its last entry tells. The entry counts only where its hash and its
 * signature are right. A store of before that told nothing; where no entry began to write, there are none.
 */
export async function areItemsAsRecorded(
  db: Db,
  keys: PublicKeys | null,
  requestId: RequestId,
  rows: readonly ItemRow[],
): Promise<boolean> {
  const row = await db
    .selectFrom('audit')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('event', 'in', [ITEMS_MOVED, ...STARTED])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return rows.length === 0;
  const last = toEntry(row);
  if (entryFault(last, keys) !== null) return false;
  const told = toldItems(last);
  return told === null ? last.event !== ITEMS_MOVED : told === itemsHash(rows);
}

/** @throws AirlockError record-broken */
export async function assertItemsAsRecorded(
  db: Db,
  keys: PublicKeys | null,
  requestId: RequestId,
  rows: readonly ItemRow[],
): Promise<void> {
  if (await areItemsAsRecorded(db, keys, requestId, rows)) return;
  throw new AirlockError('record-broken', say(NOT_RECORDED));
}

const NOT_RECORDED = msg`The record does not show what is stored of the items of this request: somebody changed the database. Tell whoever operates Airlock.`;
